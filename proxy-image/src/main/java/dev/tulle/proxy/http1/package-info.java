/// The HTTP/1 engine: codec limits, framing hygiene, one exchange at a time on both sides of the
/// proxy. It may not route, choose endpoints or add handlers to a pipeline.
@NullMarked
package dev.tulle.proxy.http1;

import org.jspecify.annotations.NullMarked;
