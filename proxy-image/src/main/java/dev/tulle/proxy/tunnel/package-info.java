/// TCP as it is: bytes between two connections, and the framed `tulle-tcp` between two proxies. It
/// chooses no endpoint and dials nothing.
@NullMarked
package dev.tulle.proxy.tunnel;

import org.jspecify.annotations.NullMarked;
