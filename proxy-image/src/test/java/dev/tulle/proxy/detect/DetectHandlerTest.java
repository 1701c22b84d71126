package dev.tulle.proxy.detect;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tulle.proxy.model.Protocol;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.netty.util.ResourceLeakDetector;
import io.netty.util.concurrent.Ticker;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class DetectHandlerTest {
    private final List<Detection> decisions = new ArrayList<>();
    private final List<ByteBuf> given = new ArrayList<>();
    private int candidates;
    private EmbeddedChannel channel = new EmbeddedChannel();

    @BeforeAll
    static void watchLeaks() {
        ResourceLeakDetector.setLevel(ResourceLeakDetector.Level.PARANOID);
    }

    @AfterEach
    void leavesNoBufferBehind() {
        channel.finishAndReleaseAll();
        assertThat(given).as("buffers given in").allMatch(buffer -> buffer.refCnt() == 0);
    }

    private DetectHandler start(DetectSide side, Protocol declared, Duration silence) {
        DetectHandler handler =
                new DetectHandler(side, declared, silence, Ticker.systemTicker(), new Listener());
        channel = new EmbeddedChannel();
        channel.freezeTime();
        channel.pipeline().addLast(handler);
        return handler;
    }

    private DetectHandler start(DetectSide side) {
        return start(side, Protocol.DETECT, Duration.ofMillis(100));
    }

    private final class Listener implements DetectListener {
        @Override
        public void silent(ChannelHandlerContext ctx) {
            candidates++;
        }

        @Override
        public void decided(ChannelHandlerContext ctx, Detection detection) {
            decisions.add(detection);
            ctx.pipeline().addLast(new ChannelInboundHandlerAdapter());
            if (detection.detected() == Detected.REFUSED) {
                ctx.close();
            }
        }
    }

    private void send(byte[] bytes) {
        ByteBuf buffer = channel.alloc().buffer().writeBytes(bytes);
        given.add(buffer);
        channel.writeInbound(buffer);
    }

    private void send(String text) {
        send(text.getBytes(StandardCharsets.US_ASCII));
    }

    private void passes(long millis) {
        channel.advanceTimeBy(millis, TimeUnit.MILLISECONDS);
        channel.runScheduledPendingTasks();
    }

    private String handedOn() {
        StringBuilder text = new StringBuilder();
        for (ByteBuf in = channel.readInbound(); in != null; in = channel.readInbound()) {
            text.append(in.toString(StandardCharsets.US_ASCII));
            in.release();
        }
        return text.toString();
    }

    private Detection decision() {
        assertThat(decisions).as("one decision").hasSize(1);
        return decisions.getFirst();
    }

    @Test
    void keepsBytesUntilTheRequestLineAndHandsAllOn() {
        start(DetectSide.OUTBOUND);

        send("GET / ");
        assertThat(decisions).isEmpty();
        assertThat(handedOn()).isEmpty();
        send("HTTP/1.1\r\nHost: a\r\n");

        assertThat(decision().detected()).isEqualTo(Detected.HTTP1);
        assertThat(handedOn()).isEqualTo("GET / HTTP/1.1\r\nHost: a\r\n");
        assertThat(channel.pipeline().get(DetectHandler.class)).as("has left").isNull();
    }

    @Test
    void opensACandidateAfterSilenceAndTakesItWhenTheServerSpeaks() {
        DetectHandler handler = start(DetectSide.OUTBOUND);

        passes(99);
        assertThat(candidates).isZero();
        passes(1);
        assertThat(candidates).isEqualTo(1);
        handler.serverBytes();

        assertThat(decision().reason()).isEqualTo(DetectReason.SERVER_FIRST);
        assertThat(decision().detected()).isEqualTo(Detected.OPAQUE);
    }

    @Test
    void opensACandidateAtOnceOnAPortLearntAsServerFirst() {
        start(DetectSide.OUTBOUND, Protocol.DETECT, Duration.ZERO);

        channel.runPendingTasks();

        assertThat(candidates).isEqualTo(1);
    }

    @Test
    void stillTellsHttpAfterACandidate() {
        start(DetectSide.OUTBOUND);
        passes(100);

        send("GET / HTTP/1.1\r\n");

        assertThat(decision().detected()).isEqualTo(Detected.HTTP1);
    }

    @Test
    void opensNoCandidateOnADeclaredHttpPort() {
        start(DetectSide.INBOUND, Protocol.HTTP1, Duration.ofMillis(100));

        passes(60_000);

        assertThat(candidates).isZero();
        assertThat(decisions).isEmpty();
    }

    @Test
    void takesForOpaqueWhatStallsForASecond() {
        start(DetectSide.OUTBOUND);

        send("GE");
        passes(999);
        assertThat(decisions).isEmpty();
        send("T");
        passes(999);
        assertThat(decisions).as("progress was made").isEmpty();
        passes(1);

        assertThat(decision().reason()).isEqualTo(DetectReason.NO_PROGRESS);
        assertThat(handedOn()).isEqualTo("GET");
    }

    @Test
    void closesHalfAClientHelloAfterFiveSecondsHoweverItDribbles() {
        start(DetectSide.INBOUND);
        byte[] hello = TestHello.of("a.b", "tulle-h1");

        for (int i = 0; i < 5; i++) {
            send(i == 0 ? new byte[] {hello[0], hello[1]} : new byte[] {hello[i + 1]});
            passes(999);
        }
        assertThat(decisions).isEmpty();
        passes(5);

        assertThat(decision().reason()).isEqualTo(DetectReason.HELLO_TIMEOUT);
        assertThat(channel.isActive()).isFalse();
    }

    @Test
    void tellsMeshTlsInSegmentsOfOneByte() {
        start(DetectSide.INBOUND);
        byte[] hello = TestHello.of("8080.web.shop.tulle", "tulle-tcp");

        for (byte b : hello) {
            send(new byte[] {b});
        }

        assertThat(decision().detected()).isEqualTo(Detected.MESH_TLS);
        assertThat(decision().serverName()).isEqualTo("8080.web.shop.tulle");
        assertThat(handedOn()).hasSize(hello.length);
    }

    @Test
    void refusesUnknownMeshNames() {
        start(DetectSide.INBOUND);

        send(TestHello.of("a.b", "tulle-h7"));

        assertThat(decision().detected()).isEqualTo(Detected.REFUSED);
        assertThat(decision().reason()).isEqualTo(DetectReason.UNKNOWN_MESH_NAME);
        assertThat(handedOn()).as("bytes of a closed connection").isEmpty();
    }

    @Test
    void handsOnTheBytesAndTheEndOfAClientThatHalfCloses() {
        start(DetectSide.OUTBOUND);
        List<Object> events = new ArrayList<>();
        channel.pipeline()
                .addLast(
                        new ChannelInboundHandlerAdapter() {
                            @Override
                            public void userEventTriggered(ChannelHandlerContext ctx, Object e) {
                                events.add(e);
                            }
                        });

        send("PI");
        channel.pipeline().fireUserEventTriggered(ChannelInputShutdownEvent.INSTANCE);

        assertThat(decision().reason()).isEqualTo(DetectReason.CLIENT_ENDED);
        assertThat(handedOn()).isEqualTo("PI");
        assertThat(events).containsExactly(ChannelInputShutdownEvent.INSTANCE);
    }

    @Test
    void decidesNothingWhenTheClientGoesAway() {
        start(DetectSide.OUTBOUND);
        send("GE");

        channel.close();
        passes(5_000);

        assertThat(decisions).isEmpty();
        assertThat(candidates).isZero();
    }

    @Test
    void answersUnknownNamesByTheAlertOfTheStandard() {
        assertThat(TlsAlert.noApplicationProtocol())
                .isEqualTo(Unpooled.wrappedBuffer(new byte[] {21, 3, 3, 0, 2, 2, 120}));
    }
}
