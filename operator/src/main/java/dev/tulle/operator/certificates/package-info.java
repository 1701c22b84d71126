/// Keys, chains, bundles as sets and SPIFFE ids; the only user of BouncyCastle. Kubernetes is
/// unknown here, and so is when something is due.
@NullMarked
package dev.tulle.operator.certificates;

import org.jspecify.annotations.NullMarked;
