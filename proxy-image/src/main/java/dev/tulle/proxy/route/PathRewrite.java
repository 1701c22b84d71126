package dev.tulle.proxy.route;

import dev.tulle.proxy.model.RouteMatch;
import dev.tulle.proxy.model.TextMatch;
import io.netty.util.AsciiString;
import java.util.List;

/// Puts another path into a target; its query stays.
public sealed interface PathRewrite {

    /// The same object when nothing changes.
    AsciiString target(RequestView request);

    /// For the whole path; empty leaves it as it is.
    record Whole(AsciiString path) implements PathRewrite {
        @Override
        public AsciiString target(RequestView request) {
            return path.isEmpty() ? request.target() : withQuery(path, request.target());
        }
    }

    /// For the prefix of the first match that takes the request, as the strict reading has it.
    final class Prefix implements PathRewrite {
        private final MatchTest[] matches;
        private final int[] lengths;
        private final AsciiString replacement;
        private final AsciiString stem;

        private Prefix(MatchTest[] matches, int[] lengths, AsciiString replacement) {
            this.matches = matches;
            this.lengths = lengths;
            this.replacement = replacement;
            this.stem =
                    replacement.endsWith("/")
                            ? replacement.subSequence(0, replacement.length() - 1)
                            : replacement;
        }

        static Prefix of(List<RouteMatch> matches, String replacement) {
            return new Prefix(
                    matches.stream().map(MatchTest::of).toArray(MatchTest[]::new),
                    matches.stream().mapToInt(Prefix::length).toArray(),
                    AsciiString.of(replacement));
        }

        private static int length(RouteMatch match) {
            return match.path() instanceof TextMatch.Prefix prefix
                            && PathTest.of(prefix) instanceof PathTest.Prefix compiled
                    ? compiled.strictly().length()
                    : 0;
        }

        @Override
        public AsciiString target(RequestView request) {
            RoutedRequest routed = new RoutedRequest(request);
            for (int i = 0; i < matches.length; i++) {
                if (matches[i].strict(routed, Reading.EVERY)) {
                    AsciiString rest = routed.readablePath().strict().subSequence(lengths[i]);
                    return withQuery(
                            rest.isEmpty() ? replacement : stem.concat(rest), request.target());
                }
            }
            return request.target();
        }
    }

    private static AsciiString withQuery(AsciiString path, AsciiString target) {
        int query = target.indexOf('?', 0);
        return query < 0 ? path : path.concat(target.subSequence(query));
    }
}
