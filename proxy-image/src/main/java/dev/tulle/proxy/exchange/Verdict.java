package dev.tulle.proxy.exchange;

import dev.tulle.proxy.route.HeaderSteps;
import io.netty.util.AsciiString;
import java.util.List;

/// What a filter decides about a request.
public sealed interface Verdict {
    /// The next filter decides.
    enum Continue implements Verdict {
        CONTINUE
    }

    /// The proxy answers by itself.
    sealed interface Own extends Verdict {}

    /// Because it cannot, or must not, do what was asked.
    record Answer(ProxyError error, String sentence, After after) implements Own {}

    /// Because a rule says so: an answer like any other, without `x-tulle-error`.
    record Given(int status, List<HeaderSteps.Put> fields, AsciiString body) implements Own {
        public Given {
            fields = List.copyOf(fields);
        }
    }

    /// What happens to the client's connection behind an answer.
    enum After {
        KEEP,
        CLOSE
    }
}
