package dev.tulle.proxy.filter;

import dev.tulle.proxy.exchange.Caller;
import dev.tulle.proxy.exchange.Exchange;
import dev.tulle.proxy.exchange.Fields;
import dev.tulle.proxy.exchange.RequestFilter;
import dev.tulle.proxy.exchange.Verdict;
import io.netty.util.AsciiString;
import org.jspecify.annotations.Nullable;

/// Takes away what only a proxy may say about a caller, and says it: `x-tulle-client-id` is the
/// identity that the connection proved and absent when it proved none, `x-tulle-client-ip` is the
/// TCP peer. Which try of a request this is goes on as the caller's proxy says it.
final class IdentityFilter implements RequestFilter {
    private static final AsciiString OURS = AsciiString.cached("x-tulle-");
    private static final AsciiString ATTEMPT = AsciiString.cached("x-tulle-attempt");
    private static final AsciiString CLIENT_ID = AsciiString.cached("x-tulle-client-id");
    private static final AsciiString MIRROR = AsciiString.cached("x-tulle-mirror");
    private static final AsciiString YES = AsciiString.cached("1");
    private static final AsciiString CLIENT_IP = AsciiString.cached("x-tulle-client-ip");
    private static final AsciiString[] OTHERS = {
        AsciiString.cached("x-forwarded-client-cert"), AsciiString.cached("l5d-client-id"),
    };

    @Override
    public Verdict onRequest(Exchange exchange) {
        Fields fields = exchange.request().fields();
        String attempt = attempt(exchange, fields);
        boolean copy = isCopy(exchange, fields);
        fields.removeStartingWith(OURS);
        for (AsciiString name : OTHERS) {
            fields.remove(name);
        }
        switch (exchange.caller()) {
            case Caller.Application application -> {}
            case Caller.Remote remote -> {
                if (remote.identified()) {
                    fields.add(CLIENT_ID, remote.spiffeId());
                }
                if (attempt != null) {
                    fields.add(ATTEMPT, attempt);
                }
                fields.add(CLIENT_IP, remote.addressText());
                if (copy) {
                    fields.add(MIRROR, YES);
                }
            }
        }
        return Verdict.Continue.CONTINUE;
    }

    /// Which try of its request this is, as far as a proxy says it.
    private static @Nullable String attempt(Exchange exchange, Fields fields) {
        CharSequence said = isFromMesh(exchange) ? fields.first(ATTEMPT) : null;
        return said == null ? null : said.toString();
    }

    /// Only a proxy of the mesh may say that a request is a copy of another one.
    private static boolean isCopy(Exchange exchange, Fields fields) {
        return isFromMesh(exchange) && fields.first(MIRROR) != null;
    }

    private static boolean isFromMesh(Exchange exchange) {
        return exchange.caller() instanceof Caller.Remote remote && remote.identified();
    }
}
