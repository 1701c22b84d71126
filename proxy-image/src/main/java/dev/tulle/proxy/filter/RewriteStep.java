package dev.tulle.proxy.filter;

import dev.tulle.proxy.exchange.Exchange;
import dev.tulle.proxy.exchange.Fields;
import dev.tulle.proxy.exchange.RequestHead;
import dev.tulle.proxy.exchange.Tunnelling;
import dev.tulle.proxy.exchange.Verdict;
import dev.tulle.proxy.route.RuleStep;
import io.netty.util.AsciiString;

/// Another host or target for the backend.
final class RewriteStep {

    private static final AsciiString HOST = AsciiString.cached("host");

    private RewriteStep() {}

    static Verdict run(RuleStep.Rewrite step, Exchange exchange) {
        RequestHead asked = exchange.request();
        Fields fields = asked.fields();
        // What a CONNECT names is no path.
        AsciiString target =
                exchange.tunnelling() == Tunnelling.CONNECT
                        ? asked.target()
                        : step.path().target(asked);
        if (!step.host().isEmpty()) {
            fields.remove(HOST);
            fields.add(HOST, step.host());
        }
        exchange.rewrite(new RequestHead(asked.method(), target, fields));
        return Verdict.Continue.CONTINUE;
    }
}
