package dev.tulle.proxy.tunnel;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.util.ResourceLeakDetector;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FramedServerHandlerTest {
    private static final String HELLO = "00000003" + "0a0161";
    private static final String DATA = "02000002" + "6869";
    private static final String FIN = "03000000";

    private final List<Hello> called = new ArrayList<>();
    private final List<Violation> violations = new ArrayList<>();
    private final List<ByteBuf> given = new ArrayList<>();
    private final RecordingEnd application = new RecordingEnd();
    private final FramedServer server =
            new FramedServer((to, hello) -> called.add(hello), violations::add);
    private final EmbeddedChannel channel = new EmbeddedChannel(server);

    @BeforeAll
    static void watchLeaks() {
        ResourceLeakDetector.setLevel(ResourceLeakDetector.Level.PARANOID);
    }

    @AfterEach
    void leavesNoBufferBehind() {
        channel.finishAndReleaseAll();
        assertThat(given).as("buffers given in").allMatch(buffer -> buffer.refCnt() == 0);
    }

    private void receive(String hex) {
        ByteBuf in = channel.alloc().buffer().writeBytes(HexFormat.of().parseHex(hex));
        given.add(in);
        channel.writeInbound(in);
    }

    private String sent() {
        StringBuilder hex = new StringBuilder();
        for (ByteBuf out = channel.readOutbound(); out != null; out = channel.readOutbound()) {
            hex.append(ByteBufUtil.hexDump(out));
            out.release();
        }
        return hex.toString();
    }

    @Test
    void keepsDataUntilTheApplicationAccepts() {
        receive(HELLO + DATA);
        assertThat(called).containsExactly(new Hello("a", "", ""));
        assertThat(channel.config().isAutoRead()).as("reading pauses").isFalse();
        assertThat(sent()).isEmpty();

        server.opened(application);

        assertThat(sent()).as("OPENED").isEqualTo("01000000");
        assertThat(application.told).containsExactly("hi", "join");
        assertThat(channel.config().isAutoRead()).isTrue();
    }

    @Test
    void pausesWhileTheApplicationIsFull() {
        receive(HELLO);
        server.opened(application);
        application.takesMore = false;

        receive(DATA);

        assertThat(channel.config().isAutoRead()).isFalse();
    }

    @Test
    void carriesOneTunnelAfterTheOther() {
        for (int i = 0; i < 3; i++) {
            receive(HELLO);
            server.opened(application);
            receive(DATA + FIN);
            // The application ends its side by the end that the server made.
            endOfTunnel().finish();
        }

        assertThat(called).hasSize(3);
        assertThat(channel.isActive()).isTrue();
        assertThat(violations).isEmpty();
        assertThat(application.told)
                .containsExactly("join", "hi", "FIN", "join", "hi", "FIN", "join", "hi", "FIN");
    }

    private TunnelEnd endOfTunnel() {
        return Objects.requireNonNull(application.joined);
    }

    @Test
    void refusesByResetAndCloses() {
        receive(HELLO + DATA);

        server.refuse(ResetReason.UNREACHABLE);

        assertThat(sent()).isEqualTo("0400000101");
        assertThat(channel.isActive()).isFalse();
    }

    @Test
    void resetsTheApplicationWhenTheCallerResets() {
        receive(HELLO);
        server.opened(application);

        receive("0400000100");

        assertThat(application.told).containsExactly("join", "RST");
        assertThat(channel.isActive()).isFalse();
    }

    @Test
    void resetsTheApplicationWhenTheConnectionEndsWithoutFin() {
        receive(HELLO);
        server.opened(application);

        channel.close();

        assertThat(application.told).containsExactly("join", "RST");
    }

    @Test
    void resetsAnApplicationThatAcceptsTooLate() {
        receive(HELLO);
        channel.close();

        server.opened(application);

        assertThat(application.told).containsExactly("RST");
    }

    @ParameterizedTest(name = "{0}: {1}")
    @CsvSource({
        "DATA before HELLO,   02000002 6869,                       no-hello",
        "FIN before HELLO,    03000000,                            no-hello",
        "second HELLO,        00000000 00000000,                   second-hello",
        "length 65536,        00000000 02010000,                   too-long",
        "unknown type,        00000000 09000000,                   unknown-type",
        "DATA after FIN,      00000000 03000000 02000002 6869,     after-fin",
        "FIN after FIN,       00000000 03000000 03000000,          after-fin",
        "OPENED from caller,  00000000 01000000,                   out-of-turn",
        "broken HELLO,        00000001 0a,                         bad-hello",
        "HELLO of 5 KiB,      00001400,                            wrong-length",
    })
    void closesAndCountsViolations(String what, String hex, String word) {
        receive(hex.replace(" ", ""));

        assertThat(violations).as(what).extracting(Violation::word).containsExactly(word);
        assertThat(channel.isActive()).as("%s closes the connection", what).isFalse();
    }

    @Test
    void closesAConnectionThatStaysIdle() {
        channel.freezeTime();
        receive(HELLO);
        channel.advanceTimeBy(60, TimeUnit.SECONDS);
        channel.runScheduledPendingTasks();
        assertThat(channel.isActive()).as("a tunnel waits for its application").isTrue();
        server.opened(application);
        receive(FIN);
        endOfTunnel().finish();

        channel.advanceTimeBy(19, TimeUnit.SECONDS);
        channel.runScheduledPendingTasks();
        assertThat(channel.isActive()).as("after 19 s").isTrue();
        channel.advanceTimeBy(1, TimeUnit.SECONDS);
        channel.runScheduledPendingTasks();

        assertThat(channel.isActive()).as("after 20 s").isFalse();
    }
}
