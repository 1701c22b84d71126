/// Prometheus series of the control plane: implementations of the observers that the other rooms
/// declare. Nobody imports this room but the one that starts the process; no label grows with pods
/// or objects.
@NullMarked
package dev.tulle.operator.metrics;

import org.jspecify.annotations.NullMarked;
