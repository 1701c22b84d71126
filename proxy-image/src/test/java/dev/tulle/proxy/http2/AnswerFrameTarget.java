package dev.tulle.proxy.http2;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tulle.proxy.fuzz.Cuts;
import dev.tulle.proxy.fuzz.EngineRig;
import dev.tulle.proxy.fuzz.FuzzTarget;
import dev.tulle.proxy.fuzz.OneAnswer;
import dev.tulle.proxy.http1.Http1Server;
import dev.tulle.proxy.upstream.Engine;
import io.netty.handler.codec.http2.Http2Error;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;

/// Frames of any bytes from an application of HTTP/2. A client of HTTP/1 gets at most one final
/// answer, one that it can read, and the same however the frames are cut; none of it is a fault of
/// ours, be it one request that waits for its answer, or several of a client of HTTP/2, which keeps
/// its connection.
public final class AnswerFrameTarget implements FuzzTarget {
    private static final int PREFACE = 24;

    /// GET, POST whose body goes on, and the offer of a WebSocket: streams 3, 5 and 7 of the
    /// application.
    private static final byte[] THREE =
            bytes(
                    "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"
                            + "\0\0\0\4\0\0\0\0\0"
                            + "\0\0\6\1\5\0\0\0\1\202\206\204\1\1a"
                            + "\0\0\6\1\4\0\0\0\3\203\206\204\1\1a"
                            + "\0\0\1\0\0\0\0\0\3x"
                            + "\0\0\43\1\4\0\0\0\5\2\7CONNECT\206\204\1\1a"
                            + "\0\11:protocol\11websocket");

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }

    private static final String WINDOW = " " + Http2Error.FLOW_CONTROL_ERROR.code();

    /// How soon we open a window again is a matter of cuts, and so whether one is exceeded.
    private record Outcome(List<String> answers, boolean usable, boolean exceedsWindow) {}

    @Override
    public void test(byte[] input) {
        for (String method : List.of("GET", "HEAD")) {
            Outcome whole = null;
            for (List<byte[]> segments : Cuts.of(input)) {
                Outcome outcome = run(method, segments);
                whole = whole == null ? outcome : whole;
                if (outcome.exceedsWindow() || whole.exceedsWindow()) {
                    break;
                }
                assertThat(outcome)
                        .as("%s in %d segments", method, segments.size())
                        .isEqualTo(whole);
            }
        }
        Cuts.of(input).forEach(AnswerFrameTarget::runThree);
    }

    private static Outcome run(String method, List<byte[]> segments) {
        EngineRig rig = new EngineRig(Http1Server::new, Engine.HTTP2);
        OneAnswer answer = OneAnswer.to(method, rig, segments);
        if (rig.ended == 1 && !rig.closed()) {
            List<String> messages = answer.client().messages;
            assertThat(messages.isEmpty() ? "" : messages.getLast())
                    .as("what the client has where its connection goes on: a final answer")
                    .matches("(?s)[2-9].*");
        }
        boolean usable = answer.usable();
        List<String> errors = errors(rig, answer.upstream());
        boolean window = errors.stream().anyMatch(error -> error.endsWith(WINDOW));
        return new Outcome(answer.end(), usable, window);
    }

    private static List<String> errors(EngineRig rig, EngineRig.Upstream upstream) {
        byte[] sent = rig.seen(upstream);
        return SentErrors.of(Arrays.copyOfRange(sent, PREFACE, sent.length));
    }

    private static void runThree(List<byte[]> segments) {
        EngineRig rig =
                new EngineRig(
                        (caller, parts, http1) ->
                                Http2Server.of(
                                        caller, parts, new Http2Loop(new Http2Observer.None())),
                        Engine.HTTP2);
        rig.send(THREE);
        assertThat(rig.dispatched).as("requests on their way").isEqualTo(3);
        EngineRig.Upstream upstream = rig.upstreams().getFirst();
        segments.forEach(segment -> rig.answer(upstream, segment));
        errors(rig, upstream);
        assertThat(rig.closed()).as("the client pays for it").isFalse();
        rig.end();
    }
}
