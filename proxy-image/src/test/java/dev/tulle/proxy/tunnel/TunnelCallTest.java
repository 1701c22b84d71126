package dev.tulle.proxy.tunnel;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.util.ResourceLeakDetector;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class TunnelCallTest {
    private static final String HELLO = "00000003" + "0a0161";
    private static final String OPENED = "01000000";
    private static final String UNREACHABLE = "0400000101";

    private final List<ResetReason> refusals = new ArrayList<>();
    private final List<ByteBuf> given = new ArrayList<>();
    private final List<EmbeddedChannel> channels = new ArrayList<>();
    private final RecordingEnd application = new RecordingEnd();
    private final TunnelCall call = new TunnelCall(new Hello("a", "", ""), refusals::add);
    private int idle;
    private int spoken;
    private int ended;

    @BeforeAll
    static void watchLeaks() {
        ResourceLeakDetector.setLevel(ResourceLeakDetector.Level.PARANOID);
    }

    @AfterEach
    void leavesNoBufferBehind() {
        channels.forEach(EmbeddedChannel::finishAndReleaseAll);
        assertThat(given).as("buffers given in").allMatch(buffer -> buffer.refCnt() == 0);
    }

    private EmbeddedChannel endpoint() {
        FramedClient client = new FramedClient(connection -> idle++, new TunnelObserver.None());
        EmbeddedChannel channel = new EmbeddedChannel(client);
        channels.add(channel);
        call.attach(client);
        return channel;
    }

    private ByteBuf buffer(byte[] bytes) {
        ByteBuf buffer =
                channels.isEmpty()
                        ? Unpooled.buffer().writeBytes(bytes)
                        : channels.getFirst().alloc().buffer().writeBytes(bytes);
        given.add(buffer);
        return buffer;
    }

    private void says(String text) {
        call.write(buffer(text.getBytes(StandardCharsets.US_ASCII)));
        call.flush();
    }

    private void receives(EmbeddedChannel channel, String hex) {
        channel.writeInbound(buffer(HexFormat.of().parseHex(hex)));
    }

    private static String data(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.US_ASCII);
        return "02%06x%s".formatted(bytes.length, HexFormat.of().formatHex(bytes));
    }

    private static String sent(EmbeddedChannel channel) {
        StringBuilder hex = new StringBuilder();
        for (ByteBuf out = channel.readOutbound(); out != null; out = channel.readOutbound()) {
            hex.append(ByteBufUtil.hexDump(out));
            out.release();
        }
        return hex.toString();
    }

    @Test
    void sendsBytesWithoutWaitingForTheAnswer() {
        TunnelEnd.pair(application, call);
        says("early");

        EmbeddedChannel endpoint = endpoint();

        assertThat(sent(endpoint)).isEqualTo(HELLO + data("early"));
        says("more");
        assertThat(sent(endpoint)).isEqualTo(data("more"));
    }

    @Test
    void sendsTheSameBytesToAnotherEndpointWhenOneRefuses() {
        TunnelEnd.pair(application, call);
        EmbeddedChannel first = endpoint();
        says("one");
        says("two");
        call.finish();

        receives(first, UNREACHABLE);
        assertThat(first.isActive()).isFalse();
        assertThat(refusals).containsExactly(ResetReason.UNREACHABLE);
        assertThat(call.wanted()).isTrue();
        EmbeddedChannel second = endpoint();

        assertThat(sent(second)).isEqualTo(HELLO + data("one") + data("two") + "03000000");
        receives(second, OPENED + data("yes") + "03000000");
        assertThat(application.told).containsExactly("join", "resume", "yes", "FIN");
        assertThat(idle).as("the connection is free again").isEqualTo(1);
    }

    @Test
    void keepsAtMostSixtyFourKibibytesOnTheWay() {
        TunnelEnd.pair(application, call);
        EmbeddedChannel endpoint = endpoint();
        call.write(buffer(new byte[60_000]));
        assertThat(call.writable()).isTrue();

        call.write(buffer(new byte[10_000]));
        call.finish();
        call.flush();

        assertThat(call.writable()).as("the application is paused").isFalse();
        int before = HELLO.length() / 2 + 4 + 60_000;
        assertThat(sent(endpoint).length() / 2).as("bytes before OPENED").isEqualTo(before);
        receives(endpoint, OPENED);
        assertThat(sent(endpoint).length() / 2).as("the rest and FIN").isEqualTo(4 + 10_000 + 4);
        assertThat(application.told).containsExactly("join", "resume");
    }

    @Test
    void resetsTheApplicationWhenAnEndpointBreaksWithoutSayingWhy() {
        TunnelEnd.pair(application, call);
        EmbeddedChannel endpoint = endpoint();
        says("maybe seen");

        endpoint.close();

        assertThat(refusals).as("may have been seen: not sent twice").isEmpty();
        assertThat(application.told).containsExactly("join", "RST");
        assertThat(call.wanted()).isFalse();
    }

    @Test
    void doesNotTryAgainAfterOpened() {
        TunnelEnd.pair(application, call);
        EmbeddedChannel endpoint = endpoint();
        receives(endpoint, OPENED);

        receives(endpoint, UNREACHABLE);

        assertThat(refusals).isEmpty();
        assertThat(application.told).containsExactly("join", "resume", "RST");
    }

    @Test
    void resetsTheEndpointWhenTheApplicationResets() {
        TunnelEnd.pair(application, call);
        EmbeddedChannel endpoint = endpoint();
        says("x");
        sent(endpoint);

        call.reset();

        assertThat(sent(endpoint)).as("RESET(aborted)").isEqualTo("0400000100");
        assertThat(endpoint.isActive()).isFalse();
        assertThat(call.wanted()).isFalse();
    }

    @Test
    void tellsWhenTheServerSpeaksFirstAndKeepsWhatItSaid() {
        call.onFirst(() -> spoken++, () -> ended++);
        EmbeddedChannel endpoint = endpoint();
        receives(endpoint, OPENED);
        assertThat(spoken).isZero();

        receives(endpoint, data("220 hello"));

        assertThat(spoken).isEqualTo(1);
        TunnelEnd.pair(application, call);
        assertThat(application.told).containsExactly("join", "220 hello");
        assertThat(ended).isZero();
    }

    @Test
    void tellsWhenTheServerEndsBeforeItSpeaks() {
        call.onFirst(() -> spoken++, () -> ended++);
        EmbeddedChannel endpoint = endpoint();

        receives(endpoint, OPENED + "03000000");

        assertThat(ended).isEqualTo(1);
        TunnelEnd.pair(application, call);
        assertThat(application.told).containsExactly("join", "FIN");
        assertThat(spoken).isZero();
    }

    @Test
    void tellsWhenTheServerBreaksOffBeforeItSpeaks() {
        call.onFirst(() -> spoken++, () -> ended++);
        EmbeddedChannel endpoint = endpoint();

        receives(endpoint, OPENED + "0400000100");

        assertThat(ended).isEqualTo(1);
        TunnelEnd.pair(application, call);
        assertThat(application.told).containsExactly("join", "RST");
    }

    @Test
    void tellsWhenNoEndpointCanBeHad() {
        call.onFirst(() -> spoken++, () -> ended++);

        call.fail();

        assertThat(ended).isEqualTo(1);
        TunnelEnd.pair(application, call);
        assertThat(application.told).containsExactly("join", "RST");
    }

    @Test
    void resetsTheApplicationWhenNoEndpointCanBeHad() {
        TunnelEnd.pair(application, call);
        says("x");

        call.fail();

        assertThat(application.told).containsExactly("join", "RST");
    }

    @Test
    void passesBytesOnAtOnceToAnEndpointOutsideOfTheMesh() {
        TunnelEnd.pair(application, call);
        says("early");
        PlainEnd outside = new PlainEnd();
        EmbeddedChannel channel = new EmbeddedChannel(outside);
        channels.add(channel);

        call.attach(outside);

        assertThat(sent(channel))
                .isEqualTo(HexFormat.of().formatHex("early".getBytes(StandardCharsets.US_ASCII)));
        receives(channel, "6f6b");
        assertThat(application.told).containsExactly("join", "resume", "ok");
    }
}
