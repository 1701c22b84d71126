/// One file per request filter, in the order that `FilterOrder` states once. A filter may not reach
/// into another filter or into a channel.
@NullMarked
package dev.tulle.proxy.filter;

import org.jspecify.annotations.NullMarked;
