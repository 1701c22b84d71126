/// Promises about certificates that change under load.
@NullMarked
package dev.tulle.e2e.rotation;

import org.jspecify.annotations.NullMarked;
