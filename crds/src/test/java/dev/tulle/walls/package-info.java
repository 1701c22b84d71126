/// The walls of this module, and the rules that hold in every module, as tests over compiled
/// classes and sources. Other modules' tests see this package as a test-jar.
@NullMarked
package dev.tulle.walls;

import org.jspecify.annotations.NullMarked;
