/// Accepted configuration compiled for one event loop, swapped on every loop and answered as one
/// ack or nack. It may not know streams or sockets.
@NullMarked
package dev.tulle.proxy.runtime;

import org.jspecify.annotations.NullMarked;
