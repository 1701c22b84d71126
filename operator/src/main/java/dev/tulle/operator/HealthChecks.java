package dev.tulle.operator;

import jakarta.inject.Singleton;
import java.util.List;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Liveness;
import org.eclipse.microprofile.health.Readiness;

/// The two answers to the kubelet, with every sentence in the body.
final class HealthChecks {

    private HealthChecks() {}

    @Readiness
    @Singleton
    static final class Ready implements HealthCheck {
        private final Vitals vitals;

        Ready(Vitals vitals) {
            this.vitals = vitals;
        }

        @Override
        public HealthCheckResponse call() {
            return answer("role", vitals.whyNotReady());
        }
    }

    @Liveness
    @Singleton
    static final class Alive implements HealthCheck {
        private final Vitals vitals;

        Alive(Vitals vitals) {
            this.vitals = vitals;
        }

        @Override
        public HealthCheckResponse call() {
            return answer("loops", vitals.whyNotAlive());
        }
    }

    private static HealthCheckResponse answer(String name, List<String> problems) {
        var answer = HealthCheckResponse.named(name).status(problems.isEmpty());
        for (int i = 0; i < problems.size(); i++) {
            answer.withData("problem" + i, problems.get(i));
        }
        return answer.build();
    }
}
