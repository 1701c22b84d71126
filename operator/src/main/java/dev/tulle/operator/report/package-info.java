/// How acknowledgements become status: counters per object on each discovery replica, the two
/// ConfigMaps that carry them, and the pure verdict that the leader draws from all of them. Nothing
/// here writes a status or knows how a proxy is spoken to.
@NullMarked
package dev.tulle.operator.report;

import org.jspecify.annotations.NullMarked;
