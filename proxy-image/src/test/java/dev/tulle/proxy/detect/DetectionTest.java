package dev.tulle.proxy.detect;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tulle.proxy.detect.DetectEvent.ClientBytes;
import dev.tulle.proxy.detect.DetectEvent.ClientEnded;
import dev.tulle.proxy.detect.DetectEvent.ServerBytes;
import dev.tulle.proxy.detect.DetectEvent.ServerEnded;
import dev.tulle.proxy.detect.DetectEvent.Silence;
import dev.tulle.proxy.detect.DetectEvent.Stall;
import dev.tulle.proxy.detect.DetectStep.Decide;
import dev.tulle.proxy.detect.DetectStep.OpenCandidate;
import dev.tulle.proxy.detect.DetectStep.Stay;
import io.netty.util.concurrent.MockTicker;
import io.netty.util.concurrent.Ticker;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/// The table of states, row by row, and what is learnt from its outcomes.
class DetectionTest {
    private static final DetectState WAIT = DetectState.WAIT;
    private static final DetectState CANDIDATE = DetectState.CANDIDATE;
    private static final DetectState SNIFF = DetectState.SNIFF;
    private static final DetectState BOTH = DetectState.SNIFF_WITH_CANDIDATE;

    private final MockTicker ticker = Ticker.newMockTicker();
    private final LearnedPorts<String> learned = new LearnedPorts<>(ticker);

    static Stream<Arguments> moves() {
        return Stream.of(
                Arguments.of(WAIT, new Silence(), new OpenCandidate()),
                Arguments.of(CANDIDATE, new Silence(), new Stay(CANDIDATE)),
                Arguments.of(SNIFF, new Silence(), new Stay(SNIFF)),
                Arguments.of(BOTH, new Silence(), new Stay(BOTH)),
                Arguments.of(BOTH, new ServerEnded(), new Stay(BOTH)),
                Arguments.of(
                        CANDIDATE,
                        new ServerEnded(),
                        new Decide(Detected.OPAQUE, DetectReason.SERVER_ENDED)),
                Arguments.of(WAIT, new ClientBytes(Sniffed.UNCLEAR), new Stay(SNIFF)),
                Arguments.of(SNIFF, new ClientBytes(Sniffed.UNCLEAR), new Stay(SNIFF)),
                Arguments.of(CANDIDATE, new ClientBytes(Sniffed.UNCLEAR), new Stay(BOTH)),
                Arguments.of(BOTH, new ClientBytes(Sniffed.PART_OF_HELLO), new Stay(BOTH)));
    }

    @ParameterizedTest(name = "{0} on {1}: {2}")
    @MethodSource("moves")
    void movesOn(DetectState state, DetectEvent event, DetectStep expected) {
        assertThat(DetectTable.next(state, event)).isEqualTo(expected);
    }

    static Stream<Arguments> decisions() {
        return Stream.of(
                decision(bytes(Sniffed.HTTP1), Detected.HTTP1, DetectReason.REQUEST_LINE),
                decision(bytes(Sniffed.HTTP2), Detected.HTTP2, DetectReason.HTTP2_PREFACE),
                decision(bytes(Sniffed.TLS), Detected.APPLICATION_TLS, DetectReason.CLIENT_HELLO),
                decision(bytes(Sniffed.MESH_TLS), Detected.MESH_TLS, DetectReason.CLIENT_HELLO),
                decision(
                        bytes(Sniffed.UNKNOWN_MESH_NAME),
                        Detected.REFUSED,
                        DetectReason.UNKNOWN_MESH_NAME),
                decision(bytes(Sniffed.BAD_HELLO), Detected.REFUSED, DetectReason.BAD_HELLO),
                decision(bytes(Sniffed.DECLARED_HTTP1), Detected.HTTP1, DetectReason.DECLARED),
                decision(bytes(Sniffed.DECLARED_OPAQUE), Detected.OPAQUE, DetectReason.DECLARED),
                decision(bytes(Sniffed.OTHER), Detected.OPAQUE, DetectReason.NOT_HTTP),
                decision(new ServerBytes(), Detected.OPAQUE, DetectReason.SERVER_FIRST),
                decision(new ClientEnded(), Detected.OPAQUE, DetectReason.CLIENT_ENDED),
                decision(new Stall(Sniffed.UNCLEAR), Detected.OPAQUE, DetectReason.NO_PROGRESS),
                decision(
                        new Stall(Sniffed.PART_OF_HELLO),
                        Detected.REFUSED,
                        DetectReason.HELLO_TIMEOUT));
    }

    private static DetectEvent bytes(Sniffed sniffed) {
        return new ClientBytes(sniffed);
    }

    private static Arguments decision(DetectEvent event, Detected detected, DetectReason reason) {
        return Arguments.of(event, new Decide(detected, reason));
    }

    @ParameterizedTest(name = "{0}: {1}")
    @MethodSource("decisions")
    void decidesTheSameInEveryState(DetectEvent event, DetectStep expected) {
        for (DetectState state : DetectState.values()) {
            assertThat(DetectTable.next(state, event)).as("in %s", state).isEqualTo(expected);
        }
    }

    @Test
    void waitsATenthOfASecondOnUnknownPorts() {
        assertThat(learned.silence("smtp")).isEqualTo(Duration.ofMillis(100));
    }

    @Test
    void waitsNoLongerAfterTwoServersThatSpokeFirst() {
        learned.learn("smtp", Detected.OPAQUE, DetectReason.SERVER_FIRST);
        assertThat(learned.silence("smtp")).isEqualTo(Duration.ofMillis(100));

        learned.learn("smtp", Detected.OPAQUE, DetectReason.SERVER_FIRST);
        assertThat(learned.silence("smtp")).isEqualTo(Duration.ZERO);
        assertThat(learned.silence("other")).isEqualTo(Duration.ofMillis(100));
    }

    @Test
    void learnsNothingFromAServerThatIsNotThere() {
        learned.learn("smtp", Detected.OPAQUE, DetectReason.SERVER_FIRST);
        learned.learn("smtp", Detected.OPAQUE, DetectReason.SERVER_ENDED);
        learned.learn("smtp", Detected.OPAQUE, DetectReason.SERVER_FIRST);

        assertThat(learned.silence("smtp")).isEqualTo(Duration.ZERO);
    }

    @Test
    void waitsASecondAfterTwoHttpRequests() {
        learned.learn("web", Detected.HTTP1, DetectReason.REQUEST_LINE);
        learned.learn("web", Detected.HTTP1, DetectReason.REQUEST_LINE);

        assertThat(learned.silence("web")).isEqualTo(Duration.ofSeconds(1));
    }

    @Test
    void unlearnsByAnotherOutcome() {
        learned.learn("web", Detected.HTTP1, DetectReason.REQUEST_LINE);
        learned.learn("web", Detected.HTTP1, DetectReason.REQUEST_LINE);
        learned.learn("web", Detected.OPAQUE, DetectReason.SERVER_FIRST);

        assertThat(learned.silence("web")).isEqualTo(Duration.ofMillis(100));
    }

    @Test
    void forgetsAfterTenMinutes() {
        learned.learn("smtp", Detected.OPAQUE, DetectReason.SERVER_FIRST);
        learned.learn("smtp", Detected.OPAQUE, DetectReason.SERVER_FIRST);

        ticker.advance(10, TimeUnit.MINUTES);

        assertThat(learned.silence("smtp")).isEqualTo(Duration.ofMillis(100));
        learned.learn("smtp", Detected.OPAQUE, DetectReason.SERVER_FIRST);
        assertThat(learned.silence("smtp")).as("one outcome after that").isPositive();
    }

    @ParameterizedTest
    @EnumSource(names = {"NOT_HTTP", "HTTP2_PREFACE"})
    void keepsTheWaitForClientsThatSpeakFirstButNotHttp(DetectReason reason) {
        learned.learn("redis", Detected.OPAQUE, reason);
        learned.learn("redis", Detected.OPAQUE, reason);

        assertThat(learned.silence("redis")).isEqualTo(Duration.ofMillis(100));
    }

    @Test
    void remembersABoundedNumberOfPorts() {
        learned.learn("first", Detected.OPAQUE, DetectReason.SERVER_FIRST);
        learned.learn("first", Detected.OPAQUE, DetectReason.SERVER_FIRST);
        for (int i = 0; i < 2_048; i++) {
            learned.learn("port " + i, Detected.HTTP1, DetectReason.REQUEST_LINE);
        }

        assertThat(learned.silence("first")).isEqualTo(Duration.ofMillis(100));
    }
}
