/// The reconciler of TrafficSplit: what `resolve` finds and what proxies report, as status. It
/// makes no proxy configuration and writes nothing but the status.
@NullMarked
package dev.tulle.operator.traffic;

import org.jspecify.annotations.NullMarked;
