/// Promises about what goes on while parts of the mesh are away.
@NullMarked
package dev.tulle.e2e.resilience;

import org.jspecify.annotations.NullMarked;
