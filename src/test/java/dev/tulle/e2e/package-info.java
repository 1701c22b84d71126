/// One class per promise to the user, on a real cluster: given, when, then. No raw waiting, no
/// templates.
@NullMarked
package dev.tulle.e2e;

import org.jspecify.annotations.NullMarked;
