package dev.tulle.proxy.http1;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tulle.proxy.fuzz.Cuts;
import dev.tulle.proxy.fuzz.EngineRig;
import dev.tulle.proxy.fuzz.FuzzTarget;
import dev.tulle.proxy.fuzz.OneAnswer;
import java.util.List;

/// Answers of any bytes: the client gets at most one final answer to its request, one that it can
/// read, and the same however the application's bytes are cut.
public final class AnswerTarget implements FuzzTarget {

    private record Outcome(List<String> answers, boolean usable) {}

    @Override
    public void test(byte[] input) {
        for (String method : List.of("GET", "HEAD")) {
            Outcome whole = null;
            for (List<byte[]> segments : Cuts.of(input)) {
                Outcome outcome = run(method, segments);
                whole = whole == null ? outcome : whole;
                assertThat(outcome)
                        .as("%s in %d segments", method, segments.size())
                        .isEqualTo(whole);
            }
        }
    }

    private static Outcome run(String method, List<byte[]> segments) {
        OneAnswer answer = OneAnswer.to(method, new EngineRig(Http1Server::new), segments);
        boolean usable = answer.usable();
        return new Outcome(answer.end(), usable);
    }
}
