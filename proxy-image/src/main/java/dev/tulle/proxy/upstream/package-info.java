/// Connections to endpoints: dialling, pools per loop, retries on another endpoint. It may not
/// decide which endpoint is better.
@NullMarked
package dev.tulle.proxy.upstream;

import org.jspecify.annotations.NullMarked;
