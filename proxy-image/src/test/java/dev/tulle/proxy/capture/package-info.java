/// Tests of capture: what the init script writes, and where its rules send connections. No code of
/// the proxy lives here.
@NullMarked
package dev.tulle.proxy.capture;

import org.jspecify.annotations.NullMarked;
