/// The self-warm-up: requests and tunnels through the real engines over private sockets, before the
/// first real ones. It may not be imported by another room and leaves nothing behind.
@NullMarked
package dev.tulle.proxy.warmup;

import org.jspecify.annotations.NullMarked;
