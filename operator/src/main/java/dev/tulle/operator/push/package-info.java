/// The delta xDS server: streams, what each is to have, what it was sent and what it answered. It
/// moves compiled resources and never looks at a user's object; nothing here reads the cluster or
/// writes to it.
@NullMarked
package dev.tulle.operator.push;

import org.jspecify.annotations.NullMarked;
