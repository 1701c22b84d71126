/// What the user's objects mean together: defaults, references, precedence, conflicts. Pure
/// functions that status and compiled configuration both ask; no client, no clock, no log, no I/O.
@NullMarked
package dev.tulle.operator.resolve;

import org.jspecify.annotations.NullMarked;
