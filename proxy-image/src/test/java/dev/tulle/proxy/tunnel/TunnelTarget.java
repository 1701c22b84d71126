package dev.tulle.proxy.tunnel;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tulle.proxy.fuzz.Buffers;
import dev.tulle.proxy.fuzz.Cuts;
import dev.tulle.proxy.fuzz.FuzzTarget;
import dev.tulle.proxy.fuzz.Watched;
import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandler;
import io.netty.channel.embedded.EmbeddedChannel;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/// Frames of `tulle-tcp`, as the called side and as the calling side read them: what an application
/// is told does not depend on how they are cut, and after a violation it is told nothing more.
public final class TunnelTarget implements FuzzTarget {

    /// Everything that happened, with bytes that follow each other in one piece.
    private static final class Story {
        private final List<String> told = new ArrayList<>();
        private boolean bytes;

        void tell(String event) {
            told.add(event);
            bytes = false;
        }

        void bytes(ByteBuf part) {
            String text = part.toString(StandardCharsets.ISO_8859_1);
            part.release();
            if (text.isEmpty()) {
                return;
            }
            told.add(bytes ? told.removeLast() + text : text);
            bytes = true;
        }
    }

    /// An application behind the tunnel that takes everything and ends when it is told to.
    private record Application(Story story, List<TunnelEnd> joined) implements TunnelEnd {
        @Override
        public void join(TunnelEnd other) {
            joined.add(other);
        }

        @Override
        public void onFirst(Runnable bytes, Runnable end) {}

        @Override
        public void write(ByteBuf bytes) {
            story.bytes(bytes);
        }

        @Override
        public void flush() {}

        /// The other direction ends with it.
        @Override
        public void finish() {
            story.tell("FIN");
            joined.getLast().finish();
        }

        @Override
        public void reset() {
            story.tell("RST");
        }

        @Override
        public boolean writable() {
            return true;
        }

        @Override
        public void resume() {}
    }

    @Override
    public void test(byte[] input) {
        List<String> served = null;
        List<String> called = null;
        for (List<byte[]> segments : Cuts.of(input)) {
            List<String> now = served(segments);
            served = served == null ? now : served;
            assertThat(now).as("called, in %d segments", segments.size()).isEqualTo(served);
            now = called(segments);
            called = called == null ? now : called;
            assertThat(now).as("calling, in %d segments", segments.size()).isEqualTo(called);
        }
    }

    private static List<String> served(List<byte[]> segments) {
        Story story = new Story();
        FramedServer server =
                new FramedServer(
                        (to, hello) -> {
                            story.tell(hello.toString());
                            to.opened(new Application(story, new ArrayList<>()));
                        },
                        violation -> story.tell("violated " + violation.word()));
        run(server, () -> {}, segments);
        return story.told;
    }

    private static List<String> called(List<byte[]> segments) {
        Story story = new Story();
        FramedClient client =
                new FramedClient(
                        idle -> story.tell("idle"),
                        violation -> story.tell("violated " + violation.word()));
        FramedEnd[] end = new FramedEnd[1];
        Runnable open =
                () ->
                        end[0] =
                                client.open(
                                        new Hello("shop/web:80", "", ""),
                                        new FramedClient.Answer() {
                                            @Override
                                            public void opened() {
                                                story.tell("opened");
                                                Application application =
                                                        new Application(story, new ArrayList<>());
                                                TunnelEnd.pair(end[0], application);
                                            }

                                            @Override
                                            public void refused(ResetReason reason) {
                                                story.tell("refused " + reason);
                                            }
                                        });
        run(client, open, segments);
        return story.told;
    }

    private static void run(ChannelHandler handler, Runnable open, List<byte[]> segments) {
        Buffers buffers = new Buffers();
        Watched watched = new Watched();
        EmbeddedChannel channel = buffers.count(new EmbeddedChannel());
        channel.pipeline().addLast(watched.watch(handler));
        open.run();
        for (byte[] segment : segments) {
            if (channel.isOpen()) {
                channel.writeInbound(buffers.of(segment));
            }
        }
        channel.finishAndReleaseAll();
        buffers.allReleased();
        watched.caughtNothing();
    }
}
