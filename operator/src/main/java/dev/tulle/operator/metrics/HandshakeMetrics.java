package dev.tulle.operator.metrics;

import dev.tulle.operator.certificates.PeerVerdict;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;

/// `tulle_handshakes_refused_total{reason}`: clients of discovery whose certificate proves nothing.
public final class HandshakeMetrics implements Consumer<PeerVerdict.Refused> {

    private final Map<PeerVerdict.Refusal, Counter> refused =
            new EnumMap<>(PeerVerdict.Refusal.class);

    public HandshakeMetrics(MeterRegistry registry) {
        for (PeerVerdict.Refusal reason : PeerVerdict.Refusal.values()) {
            String word = reason.name().toLowerCase(Locale.ROOT);
            refused.put(reason, registry.counter("tulle.handshakes.refused", "reason", word));
        }
    }

    @Override
    public void accept(PeerVerdict.Refused verdict) {
        Counter counter = refused.get(verdict.refusal());
        if (counter != null) {
            counter.increment();
        }
    }
}
