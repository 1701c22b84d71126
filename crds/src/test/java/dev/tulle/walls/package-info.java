/// The walls of this module, as tests over its compiled classes and sources.
@NullMarked
package dev.tulle.walls;

import org.jspecify.annotations.NullMarked;
