/// Where engines meet: one exchange per request, two sinks, heads and fields. Nothing here may know
/// an engine or a version of HTTP.
@NullMarked
package dev.tulle.proxy.exchange;

import org.jspecify.annotations.NullMarked;
