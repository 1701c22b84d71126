package dev.tulle.operator.identity;

import dev.tulle.operator.certificates.Signer;
import dev.tulle.operator.identity.IdentityObserver.Result;
import dev.tulle.operator.view.ClusterObject;
import dev.tulle.operator.view.ClusterView;
import dev.tulle.operator.view.ObjectName;
import dev.tulle.operator.view.ViewKind;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;

/// A cluster that stores what is delivered and shows it in its view, unless it is blind or broken.
final class FakeDelivery implements Delivery {
    enum Mood {
        WELL,
        BROKEN,
        /// Writes arrive, but the view never shows them.
        BLIND
    }

    record Delivered(ObjectName secret, Need.Cause cause, Instant at) {}

    final List<Delivered> deliveries = new ArrayList<>();
    final List<Instant> attempts = new ArrayList<>();
    Mood mood = Mood.WELL;
    Runnable changed = () -> {};
    private final InstantSource clock;
    private ClusterView view = Fixtures.with(ClusterView.empty(), Fixtures.install());
    private int version;

    FakeDelivery(InstantSource clock) {
        this.clock = clock;
    }

    ClusterView view() {
        return view;
    }

    void put(ClusterObject... objects) {
        view = Fixtures.with(view, objects);
        changed.run();
    }

    void delete(ObjectName secret) {
        view = Fixtures.without(view, ViewKind.SECRET, secret);
        changed.run();
    }

    long countOf(ObjectName secret) {
        return deliveries.stream().filter(d -> d.secret().equals(secret)).count();
    }

    @Override
    public Result write(Need.Issue need, Signer signer, RenewalPoint point) {
        Instant now = clock.instant();
        attempts.add(now);
        if (mood == Mood.BROKEN) {
            throw new IllegalStateException("the API server is away");
        }
        deliveries.add(new Delivered(need.secret(), need.cause(), now));
        if (mood == Mood.WELL) {
            Instant end = now.plus(signer.leafLifetime());
            put(
                    Fixtures.secret(
                            need.secret(),
                            Integer.toString(++version),
                            Fixtures.facts(
                                    need.wanted().id().toString(),
                                    end,
                                    point.between(now, end),
                                    signer.bundle())));
        }
        return Result.ISSUED;
    }

    @Override
    public void remove(Need.Remove need) {
        delete(need.secret());
    }
}
