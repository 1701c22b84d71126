/// Start and stop of a process in its role: the only place that makes rooms meet, in the order in
/// which they start. No logic, and nobody imports it.
@NullMarked
package dev.tulle.operator;

import org.jspecify.annotations.NullMarked;
