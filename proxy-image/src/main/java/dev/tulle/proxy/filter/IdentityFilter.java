package dev.tulle.proxy.filter;

import dev.tulle.proxy.exchange.Caller;
import dev.tulle.proxy.exchange.Exchange;
import dev.tulle.proxy.exchange.Fields;
import dev.tulle.proxy.exchange.RequestFilter;
import dev.tulle.proxy.exchange.Verdict;
import io.netty.util.AsciiString;

/// Takes away what only a proxy may say about a caller, and says it: `x-tulle-client-id` is the
/// identity that the connection proved and absent when it proved none, `x-tulle-client-ip` is the
/// TCP peer.
final class IdentityFilter implements RequestFilter {
    private static final AsciiString OURS = AsciiString.cached("x-tulle-");
    private static final AsciiString CLIENT_ID = AsciiString.cached("x-tulle-client-id");
    private static final AsciiString CLIENT_IP = AsciiString.cached("x-tulle-client-ip");
    private static final AsciiString[] OTHERS = {
        AsciiString.cached("x-forwarded-client-cert"), AsciiString.cached("l5d-client-id"),
    };

    @Override
    public Verdict onRequest(Exchange exchange) {
        Fields fields = exchange.request().fields();
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
                fields.add(CLIENT_IP, remote.addressText());
            }
        }
        return Verdict.Continue.CONTINUE;
    }
}
