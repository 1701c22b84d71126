/// The stream to discovery: subscribe, warm, acknowledge, refuse, keep a copy on disk, report; and
/// the way from contract messages to the model. Nothing of the request path lives here, and nobody
/// else touches the contract, protobuf or grpc.
@NullMarked
package dev.tulle.proxy.discovery;

import org.jspecify.annotations.NullMarked;
