/// Promises about installing, repairing and removing the mesh.
@NullMarked
package dev.tulle.e2e.install;

import org.jspecify.annotations.NullMarked;
