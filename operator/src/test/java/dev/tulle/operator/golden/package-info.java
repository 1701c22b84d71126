/// Goldens: text that is committed, reviewed by its diff and rewritten by one flag. What makes the
/// text lives beside the code that it shows.
@NullMarked
package dev.tulle.operator.golden;

import org.jspecify.annotations.NullMarked;
