/// Who needs a leaf, when it is renewed, and the Secret that brings it to its user. Nothing here
/// decides about roots or about who signs.
@NullMarked
package dev.tulle.operator.identity;

import org.jspecify.annotations.NullMarked;
