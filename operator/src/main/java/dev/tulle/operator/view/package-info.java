/// What the control plane knows of the cluster, as immutable records with only the fields that
/// somebody reads. No client type, no clock, no I/O, no decision.
@NullMarked
package dev.tulle.operator.view;

import org.jspecify.annotations.NullMarked;
