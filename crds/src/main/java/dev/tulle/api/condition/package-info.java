/// What status can say: the shape of a condition and the closed lists of its words. No client, no
/// decisions: who sets which word is decided by the operator.
@NullMarked
package dev.tulle.api.condition;

import org.jspecify.annotations.NullMarked;
