package dev.tulle.proxy.http1;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tulle.proxy.fuzz.Application;
import dev.tulle.proxy.fuzz.Cuts;
import dev.tulle.proxy.fuzz.EngineRig;
import dev.tulle.proxy.fuzz.ForeignParser;
import dev.tulle.proxy.fuzz.FuzzTarget;
import java.util.List;

/// Requests of any bytes: what is forwarded does not depend on how they are cut, is what somebody
/// else's parser reads in them, and is read by the application as the same messages, one for each
/// that was accepted.
public final class RequestTarget implements FuzzTarget {

    private record Outcome(
            List<String> requests, List<String> answers, List<Integer> malformed, boolean closed) {}

    @Override
    public void test(byte[] input) {
        Outcome whole = null;
        for (List<byte[]> segments : Cuts.of(input)) {
            Outcome outcome = run(segments);
            whole = whole == null ? outcome : whole;
            assertThat(outcome).as("in %d segments", segments.size()).isEqualTo(whole);
        }
        if (whole != null) {
            assertThat(whole.requests).isEqualTo(asOthersRead(input, whole.requests.size()));
        }
    }

    private static Outcome run(List<byte[]> segments) {
        EngineRig rig = new EngineRig(Http1Server::new);
        Application application = new Application(rig);
        for (byte[] segment : segments) {
            rig.send(segment);
            application.serve();
        }
        application.check();
        Outcome outcome =
                new Outcome(
                        application.requests(),
                        application.answers(),
                        List.copyOf(rig.malformed),
                        rig.closed());
        rig.end();
        application.release();
        return outcome;
    }

    private static List<String> asOthersRead(byte[] input, int accepted) {
        ForeignParser parser = ForeignParser.ofRawRequests();
        parser.read(input);
        parser.release();
        return parser.messages.stream().limit(accepted).toList();
    }
}
