package dev.tulle.operator.metrics;

import dev.tulle.operator.authority.AuthorityObserver;
import dev.tulle.operator.certificates.AuthorityName;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Instant;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/// `tulle_ca_not_after_timestamp_seconds{authority,kind}` and `tulle_trust_bundle_sequence`.
public final class AuthorityMetrics implements AuthorityObserver {

    private final MeterRegistry registry;
    private final Map<Certificate, AtomicLong> ends = new ConcurrentHashMap<>();
    private final AtomicLong sequence = new AtomicLong();

    private record Certificate(AuthorityName authority, String kind) {}

    public AuthorityMetrics(MeterRegistry registry) {
        this.registry = registry;
        Gauge.builder("tulle.trust.bundle.sequence", sequence, AtomicLong::get).register(registry);
    }

    @Override
    public void ends(AuthorityName authority, Instant root, Instant issuer) {
        set(new Certificate(authority, "root"), root);
        set(new Certificate(authority, "issuer"), issuer);
    }

    @Override
    public void published(long number) {
        sequence.set(number);
    }

    private void set(Certificate certificate, Instant end) {
        ends.computeIfAbsent(certificate, this::gauge).set(end.getEpochSecond());
    }

    private AtomicLong gauge(Certificate certificate) {
        AtomicLong value = new AtomicLong();
        Gauge.builder("tulle.ca.not.after.timestamp.seconds", value, AtomicLong::get)
                .tag("authority", certificate.authority().name().toLowerCase(Locale.ROOT))
                .tag("kind", certificate.kind())
                .register(registry);
        return value;
    }
}
