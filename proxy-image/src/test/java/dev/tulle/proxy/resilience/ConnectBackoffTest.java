package dev.tulle.proxy.resilience;

import static java.util.concurrent.TimeUnit.MILLISECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import io.netty.util.concurrent.MockTicker;
import io.netty.util.concurrent.Ticker;
import org.junit.jupiter.api.Test;

class ConnectBackoffTest {
    private final MockTicker ticker = Ticker.newMockTicker();
    private final ConnectBackoff backoff = new ConnectBackoff(ticker);

    @Test
    void doublesFromATenthOfASecondToTenSeconds() {
        int[] millis = {100, 200, 400, 800, 1_600, 3_200, 6_400, 10_000, 10_000};

        for (int expected : millis) {
            backoff.connectFailed();
            ticker.advance(expected - 1, MILLISECONDS);
            assertThat(backoff.active()).as("1 ms before %d ms", expected).isTrue();
            ticker.advance(1, MILLISECONDS);
            assertThat(backoff.active()).as("after %d ms", expected).isFalse();
        }
    }

    @Test
    void countsWhatFailsTogetherOnce() {
        backoff.connectFailed();
        backoff.connectFailed();
        backoff.connectFailed();

        ticker.advance(100, MILLISECONDS);
        assertThat(backoff.active()).as("one step").isFalse();
    }

    @Test
    void endsWithASuccessAndStartsAnew() {
        backoff.connectFailed();
        backoff.connectFailed();

        backoff.connected();
        assertThat(backoff.active()).isFalse();

        backoff.connectFailed();
        ticker.advance(100, MILLISECONDS);
        assertThat(backoff.active()).as("first step again").isFalse();
    }

    @Test
    void isNotActiveBeforeAnyFailure() {
        assertThat(backoff.active()).isFalse();
    }
}
