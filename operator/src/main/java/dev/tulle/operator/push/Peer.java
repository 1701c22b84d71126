package dev.tulle.operator.push;

import dev.tulle.operator.certificates.PeerVerifier;
import dev.tulle.operator.certificates.SpiffeId;
import io.grpc.Context;
import io.grpc.Contexts;
import io.grpc.Grpc;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.Status;
import java.security.cert.X509Certificate;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.SSLSession;

/// Says who called, by the certificate that the handshake has verified.
final class Peer implements ServerInterceptor {

    private static final Context.Key<SpiffeId> ID = Context.key("peer");

    /// The caller of the call that this thread serves.
    static SpiffeId current() {
        SpiffeId id = ID.get();
        if (id == null) {
            throw new IllegalStateException("no peer: the interceptor is not installed");
        }
        return id;
    }

    @Override
    public <A, B> ServerCall.Listener<A> interceptCall(
            ServerCall<A, B> call, Metadata headers, ServerCallHandler<A, B> next) {
        SSLSession session = call.getAttributes().get(Grpc.TRANSPORT_ATTR_SSL_SESSION);
        if (session == null) {
            return refuse(call, "mutual TLS is required");
        }
        try {
            X509Certificate leaf = (X509Certificate) session.getPeerCertificates()[0];
            Context context = Context.current().withValue(ID, PeerVerifier.idOf(leaf));
            return Contexts.interceptCall(context, call, headers, next);
        } catch (SSLPeerUnverifiedException | IllegalArgumentException e) {
            return refuse(call, String.valueOf(e.getMessage()));
        }
    }

    private static <A, B> ServerCall.Listener<A> refuse(ServerCall<A, B> call, String why) {
        call.close(Status.UNAUTHENTICATED.withDescription(why), new Metadata());
        return new ServerCall.Listener<>() {};
    }
}
