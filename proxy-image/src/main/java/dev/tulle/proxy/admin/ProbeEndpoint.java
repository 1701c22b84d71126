package dev.tulle.proxy.admin;

import dev.tulle.proxy.model.Inbound;
import dev.tulle.proxy.model.Probe;
import dev.tulle.proxy.model.ProbeKind;
import io.netty.util.concurrent.Ticker;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;

/// `/probe/<n>`: the declared probe with that index, made for real. Under capture a TCP connect
/// succeeds even when nothing listens, and TLS hides the path; so the kubelet asks here instead.
/// What is not declared does not exist, and nobody can ask often: this is no way in.
final class ProbeEndpoint implements AdminEndpoint {
    private final Supplier<Optional<Inbound>> inbound;
    private final Prober prober;
    private final Ticker ticker;
    private final Map<Integer, ProbeRate> rates = new HashMap<>();

    ProbeEndpoint(Supplier<Optional<Inbound>> inbound, Prober prober, Ticker ticker) {
        this.inbound = inbound;
        this.prober = prober;
        this.ticker = ticker;
    }

    @Override
    public Method method() {
        return Method.GET;
    }

    @Override
    public String path() {
        return "/probe/";
    }

    @Override
    public CompletionStage<Answer> answer(Query query) {
        Optional<Probe> declared = declared(query.rest());
        if (declared.isEmpty()) {
            return CompletableFuture.completedStage(
                    Answer.text(404, "no probe " + query.rest() + " is declared"));
        }
        Probe probe = declared.get();
        if (!rates.computeIfAbsent(probe.index(), index -> new ProbeRate())
                .take(ticker.nanoTime())) {
            return CompletableFuture.completedStage(
                    Answer.text(429, "probe " + probe.index() + ": expected at most 10 a second"));
        }
        return prober.probe(probe).thenApply(result -> answer(probe, result));
    }

    private Optional<Probe> declared(String index) {
        return inbound.get().stream()
                .flatMap(each -> each.probes().stream())
                .filter(probe -> probe.kind() != ProbeKind.HTTP)
                .filter(probe -> index.equals(Integer.toString(probe.index())))
                .findFirst();
    }

    private static Answer answer(Probe probe, Prober.Result result) {
        String what = probe.kind() + " probe of port " + probe.port() + ": " + result.sentence();
        return Answer.text(result.healthy() ? 200 : 503, what);
    }
}
