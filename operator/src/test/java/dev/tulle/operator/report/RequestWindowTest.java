package dev.tulle.operator.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class RequestWindowTest {

    private static final RequestWindow.Route ROUTE =
            new RequestWindow.Route("shop/web:80", "shop/web-canary:80", "");

    private final RequestWindow window = new RequestWindow();

    @Test
    void addsUpWhatProxiesReport() {
        window.add(ROUTE, 3, seconds(1));
        window.add(ROUTE, 4, seconds(15));

        assertThat(window.sums(seconds(16))).containsEntry(ROUTE, 7L);
    }

    @Test
    void forgetsWhatIsOlderThanFiveMinutes() {
        window.add(ROUTE, 3, seconds(1));
        window.add(ROUTE, 4, seconds(250));

        assertThat(window.sums(seconds(305))).containsEntry(ROUTE, 4L);
        assertThat(window.sums(seconds(600))).isEmpty();
    }

    private static long seconds(long seconds) {
        return Duration.ofSeconds(seconds).toNanos();
    }
}
