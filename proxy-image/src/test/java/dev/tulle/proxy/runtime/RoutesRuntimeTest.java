package dev.tulle.proxy.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tulle.proxy.model.Affinity;
import dev.tulle.proxy.model.Routes;
import dev.tulle.proxy.model.SigningKey;
import dev.tulle.proxy.route.SessionSeal;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class RoutesRuntimeTest {
    private static final Affinity.Carrier COOKIE =
            new Affinity.Cookie("session", Duration.ofHours(1));

    @Test
    void keepsTheSealForAsLongAsItsKeysStayTheSame() {
        RoutesRuntime first = runtime(new Affinity(COOKIE, List.of(key(1))), null);
        RoutesRuntime renamed =
                runtime(new Affinity(new Affinity.Header("x-session"), List.of(key(1))), first);
        RoutesRuntime turned = runtime(new Affinity(COOKIE, List.of(key(2), key(1))), renamed);

        assertThat(seal(renamed)).as("the carrier changed, the keys did not").isSameAs(seal(first));
        assertThat(seal(turned)).as("another key signs").isNotSameAs(seal(first));
        assertThat(seal(turned).open(seal(first).seal(3, 7)))
                .as("what the key before signed is believed")
                .isNotNull();
    }

    @Test
    void hasNoSealWithoutAffinity() {
        RoutesRuntime first = runtime(new Affinity(COOKIE, List.of(key(1))), null);

        assertThat(runtime(null, first).affinity()).isNull();
    }

    private static SessionSeal seal(RoutesRuntime runtime) {
        return Objects.requireNonNull(runtime.affinity()).seal();
    }

    private static RoutesRuntime runtime(
            @Nullable Affinity affinity, @Nullable RoutesRuntime before) {
        Routes routes = new Routes("shop/web:80", List.of(), Optional.ofNullable(affinity));
        return RoutesRuntime.of(routes, before, Map.of(), 1);
    }

    private static SigningKey key(int fill) {
        byte[] bytes = new byte[SigningKey.LENGTH];
        Arrays.fill(bytes, (byte) fill);
        return SigningKey.of(bytes);
    }
}
