package dev.tulle.proxy.filter;

import dev.tulle.proxy.exchange.Caller;
import dev.tulle.proxy.exchange.Exchange;
import dev.tulle.proxy.exchange.ProxyError;
import dev.tulle.proxy.exchange.RequestFilter;
import dev.tulle.proxy.exchange.Verdict;
import dev.tulle.proxy.model.MtlsMode;
import dev.tulle.proxy.model.Probe;
import dev.tulle.proxy.model.ProbeKind;
import java.util.List;
import java.util.function.Supplier;

/// Refuses requests without a mesh identity where the mode is Strict, all but the HTTP probes that
/// the pod declares: known by source, port and path together, so that neither another node nor
/// another path gets in.
final class ProbeFilter implements RequestFilter {
    private final Supplier<List<Probe>> probes;
    private final ProbeSources sources;

    /// `probes` are those in force, asked for with every request that needs them.
    ProbeFilter(Supplier<List<Probe>> probes, ProbeSources sources) {
        this.probes = probes;
        this.sources = sources;
    }

    @Override
    public Verdict onRequest(Exchange exchange) {
        return switch (exchange.caller()) {
            case Caller.Application application -> Verdict.Continue.CONTINUE;
            case Caller.Remote remote -> judge(exchange, remote);
        };
    }

    private Verdict judge(Exchange exchange, Caller.Remote remote) {
        if (remote.identified()
                || remote.port().mtls() == MtlsMode.PERMISSIVE
                || isProbe(exchange, remote)) {
            return Verdict.Continue.CONTINUE;
        }
        return new Verdict.Answer(
                ProxyError.PLAINTEXT_REFUSED,
                "port "
                        + remote.called().port()
                        + " takes mesh TLS only: call it from a pod of the mesh",
                Verdict.After.CLOSE);
    }

    /// Whether the kubelet asks, as the pod declares it.
    boolean isProbe(Exchange exchange) {
        return exchange.caller() instanceof Caller.Remote remote && isProbe(exchange, remote);
    }

    private boolean isProbe(Exchange exchange, Caller.Remote remote) {
        if (!sources.contains(remote.local(), remote.address())) {
            return false;
        }
        for (Probe probe : probes.get()) {
            if (probe.kind() == ProbeKind.HTTP
                    && probe.port() == remote.called().port()
                    && exchange.request().path().contentEquals(probe.path())) {
                return true;
            }
        }
        return false;
    }
}
