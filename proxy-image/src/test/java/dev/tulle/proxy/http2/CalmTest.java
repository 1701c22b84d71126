package dev.tulle.proxy.http2;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netty.handler.codec.http2.Http2Exception;
import io.netty.util.concurrent.MockTicker;
import io.netty.util.concurrent.Ticker;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class CalmTest {
    private final MockTicker ticker = Ticker.newMockTicker();
    private final Calm calm = new Calm(ticker);

    private void pings(int count, boolean dataBefore) throws Http2Exception {
        for (int i = 0; i < count; i++) {
            if (dataBefore) {
                calm.dataWritten();
            }
            calm.pingRead();
        }
    }

    private void updates(int count) throws Http2Exception {
        for (int i = 0; i < count; i++) {
            calm.windowUpdateRead(1);
        }
    }

    @Test
    void aPingForEachDataIsNoFlood() throws Exception {
        pings(20_000, true);
        ticker.advance(2, TimeUnit.SECONDS);

        assertThatCode(() -> pings(Limits.PINGS, false)).doesNotThrowAnyException();
    }

    @Test
    void dataOfEarlierSecondsExcusesNothing() throws Exception {
        pings(20_000, true);
        ticker.advance(2, TimeUnit.SECONDS);

        assertThatThrownBy(() -> pings(Limits.PINGS + 1, false))
                .isInstanceOf(Http2Exception.class)
                .hasMessageContaining("PING");
    }

    @Test
    void twoSmallUpdatesForEachDataAreNoFlood() throws Exception {
        for (int i = 0; i < 2 * Limits.SMALL_WINDOW_UPDATES; i++) {
            calm.dataWritten();
            updates(2);
        }

        assertThatThrownBy(() -> updates(Limits.SMALL_WINDOW_UPDATES + 2))
                .isInstanceOf(Http2Exception.class)
                .hasMessageContaining("WINDOW_UPDATE");
    }
}
