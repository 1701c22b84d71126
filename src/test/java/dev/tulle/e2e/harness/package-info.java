/// A cluster with Tulle on it, and what tests need to try things there: workloads, traffic, waiting
/// with a deadline. No assertion about a feature.
@NullMarked
package dev.tulle.e2e.harness;

import org.jspecify.annotations.NullMarked;
