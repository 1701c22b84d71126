/// Promises about what status and metrics say.
@NullMarked
package dev.tulle.e2e.observe;

import org.jspecify.annotations.NullMarked;
