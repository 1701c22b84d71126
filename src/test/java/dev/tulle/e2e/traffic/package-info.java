/// Promises about where requests go and that none is lost.
@NullMarked
package dev.tulle.e2e.traffic;

import org.jspecify.annotations.NullMarked;
