package dev.tulle.operator.metrics;

import dev.tulle.operator.certificates.AuthorityName;
import dev.tulle.operator.identity.Census;
import dev.tulle.operator.identity.IdentityObserver;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicLong;

/// `tulle_certificates_issued_total{authority,delivery,result}`, `tulle_certificate_issue_seconds`,
/// `tulle_leaf_renewals_overdue`, `tulle_leaf_not_after_min_timestamp_seconds` and
/// `tulle_identity_loop_last_success_timestamp_seconds`. No label names a workload.
public final class IdentityMetrics implements IdentityObserver {

    private final MeterRegistry registry;
    private final Timer issue;
    private final AtomicLong overdue;
    private final AtomicLong earliestEnd;
    private final AtomicLong lastLook;

    public IdentityMetrics(MeterRegistry registry) {
        this.registry = registry;
        this.issue = Timer.builder("tulle.certificate.issue").register(registry);
        this.overdue = gauge("tulle.leaf.renewals.overdue");
        this.earliestEnd = gauge("tulle.leaf.not.after.min.timestamp.seconds");
        this.lastLook = gauge("tulle.identity.loop.last.success.timestamp.seconds");
    }

    @Override
    public void issued(AuthorityName authority, Result result, Duration took) {
        registry.counter(
                        "tulle.certificates.issued",
                        "authority",
                        authority.name().toLowerCase(Locale.ROOT),
                        "delivery",
                        "secret",
                        "result",
                        result.name().toLowerCase(Locale.ROOT))
                .increment();
        issue.record(took);
    }

    @Override
    public void looked(Instant now, Census census) {
        overdue.set(census.overdue());
        earliestEnd.set(census.earliestEnd().map(Instant::getEpochSecond).orElse(0L));
        lastLook.set(now.getEpochSecond());
    }

    private AtomicLong gauge(String name) {
        AtomicLong value = new AtomicLong();
        Gauge.builder(name, value, AtomicLong::get).register(registry);
        return value;
    }
}
