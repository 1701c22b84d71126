package dev.tulle.proxy.http2;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tulle.proxy.fuzz.Application;
import dev.tulle.proxy.fuzz.Cuts;
import dev.tulle.proxy.fuzz.EngineRig;
import dev.tulle.proxy.fuzz.FuzzTarget;
import io.netty.handler.codec.http2.Http2Error;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/// Frames of any bytes behind the preface, their requests sent on by HTTP/1: which requests are
/// begun and what is refused does not depend on how they are cut, none of it is a fault of ours,
/// and the application reads what was accepted and nothing else.
public final class FrameTarget implements FuzzTarget {
    private static final byte[] PREFACE =
            "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".getBytes(StandardCharsets.US_ASCII);
    private static final int FRAME_HEADER = 9;

    private record Outcome(List<String> requests, List<Integer> malformed, List<String> errors) {
        boolean closedStreams() {
            return errors.stream()
                    .anyMatch(error -> error.endsWith(" " + Http2Error.STREAM_CLOSED.code()));
        }
    }

    @Override
    public void test(byte[] input) {
        Outcome whole = null;
        for (List<byte[]> segments : Cuts.of(input)) {
            Outcome outcome = run(segments);
            whole = whole == null ? outcome : whole;
            // Whether a stream has ended already or is about to, its answer decides: both are
            // right.
            if (outcome.closedStreams() || whole.closedStreams()) {
                return;
            }
            assertThat(outcome).as("in %d segments", segments.size()).isEqualTo(whole);
        }
    }

    /// Nothing is answered before all has come: an answer may change what a later frame means.
    private static Outcome run(List<byte[]> segments) {
        EngineRig rig =
                new EngineRig((caller, parts, http1) ->
                        Http2Server.of(caller, parts, new Http2Loop(new Http2Observer.None())));
        rig.send(PREFACE);
        segments.forEach(rig::send);
        List<String> errors = errors(rig.got());
        Application application = new Application(rig);
        application.serveUnseen();
        application.check();
        Outcome outcome = new Outcome(List.copyOf(rig.started), List.copyOf(rig.malformed), errors);
        rig.end();
        application.release();
        return outcome;
    }

    /// RST_STREAM and GOAWAY in their order, of everything that was sent.
    private static List<String> errors(byte[] sent) {
        List<String> errors = new ArrayList<>();
        ByteBuffer in = ByteBuffer.wrap(sent);
        while (in.remaining() >= FRAME_HEADER) {
            int lengthAndType = in.getInt();
            int type = lengthAndType & 0xff;
            in.get();
            int stream = in.getInt();
            ByteBuffer payload = in.slice(in.position(), lengthAndType >>> 8);
            in.position(in.position() + payload.limit());
            if (type == Http2Wire.RST_STREAM || type == Http2Wire.GOAWAY) {
                int code = payload.getInt(type == Http2Wire.GOAWAY ? 4 : 0);
                assertThat(code)
                        .as("the error of frame type %d, stream %d", type, stream)
                        .isNotEqualTo((int) Http2Error.INTERNAL_ERROR.code());
                errors.add(type + " " + stream + " " + code);
            }
        }
        assertThat(in.remaining()).as("a part of a frame was sent").isZero();
        return errors;
    }
}
