/// Lists and watches: one informer per kind, pruned on the way in, becomes one view after the other
/// on one thread. The only room that lists or watches; it writes nothing.
@NullMarked
package dev.tulle.operator.cluster;

import org.jspecify.annotations.NullMarked;
