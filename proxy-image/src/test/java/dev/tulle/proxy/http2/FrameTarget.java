package dev.tulle.proxy.http2;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tulle.proxy.fuzz.Application;
import dev.tulle.proxy.fuzz.Cuts;
import dev.tulle.proxy.fuzz.EngineRig;
import dev.tulle.proxy.fuzz.FuzzTarget;
import io.netty.handler.codec.http2.Http2Error;
import java.nio.charset.StandardCharsets;
import java.util.List;

/// Frames of any bytes behind the preface, their requests sent on by HTTP/1: which requests are
/// begun and what is refused does not depend on how they are cut, none of it is a fault of ours,
/// and the application reads what was accepted and nothing else.
public final class FrameTarget implements FuzzTarget {
    private static final byte[] PREFACE =
            "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".getBytes(StandardCharsets.US_ASCII);

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
        List<String> errors = SentErrors.of(rig.got());
        Application application = new Application(rig);
        application.serveUnseen();
        application.check();
        Outcome outcome = new Outcome(List.copyOf(rig.started), List.copyOf(rig.malformed), errors);
        rig.end();
        application.release();
        return outcome;
    }
}
