/// HTTP/2 on Netty's codec: the client's and the endpoint's side of a connection, the limits that
/// bound what a peer can cost, and heads of other engines made ready for this one. Nothing here
/// routes, and no stream is a channel of its own.
@NullMarked
package dev.tulle.proxy.http2;

import org.jspecify.annotations.NullMarked;
