package dev.tulle.proxy.route;

import dev.tulle.proxy.model.FieldMatch;
import dev.tulle.proxy.model.RouteMatch;
import dev.tulle.proxy.model.TextMatch;
import io.netty.util.AsciiString;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// A compiled match: everything in it must hold.
final class MatchTest {
    private final @Nullable PathTest path;
    private final AsciiString[] methods;
    private final NamedTest[] named;

    private MatchTest(@Nullable PathTest path, AsciiString[] methods, NamedTest[] named) {
        this.path = path;
        this.methods = methods;
        this.named = named;
    }

    /// Takes the match apart, so that this stops compiling when something is added to it.
    static MatchTest of(RouteMatch match) {
        return switch (match) {
            case RouteMatch(
                            TextMatch path,
                            Set<String> methods,
                            List<FieldMatch> headers,
                            List<FieldMatch> query,
                            List<FieldMatch> cookies) -> {
                NamedTest[] named = new NamedTest[headers.size() + query.size() + cookies.size()];
                int next = compile(NamedTest.Place.FIELDS, headers, named, 0);
                next = compile(NamedTest.Place.QUERY, query, named, next);
                compile(NamedTest.Place.COOKIES, cookies, named, next);
                yield new MatchTest(
                        path == null ? null : PathTest.of(path),
                        methods.stream().sorted().map(AsciiString::of).toArray(AsciiString[]::new),
                        named);
            }
        };
    }

    private static int compile(
            NamedTest.Place place, List<FieldMatch> from, NamedTest[] into, int at) {
        int next = at;
        for (FieldMatch match : from) {
            into[next++] = NamedTest.of(place, match);
        }
        return next;
    }

    /// By the strict reading of the path.
    boolean strict(RoutedRequest request, Reading reading) {
        PathTest wanted = path;
        return (wanted == null || wanted.strict(request.readablePath().strict()))
                && rest(request, reading);
    }

    /// By the loose reading of the path.
    boolean loose(RoutedRequest request, Reading reading) {
        PathTest wanted = path;
        return (wanted == null || wanted.loose(request.readablePath().loose()))
                && rest(request, reading);
    }

    private boolean rest(RoutedRequest request, Reading reading) {
        if (methods.length > 0 && !hasMethod(request.view().method())) {
            return false;
        }
        for (NamedTest test : named) {
            if (!test.test(request, reading)) {
                return false;
            }
        }
        return true;
    }

    private boolean hasMethod(AsciiString method) {
        for (AsciiString wanted : methods) {
            if (wanted.contentEquals(method)) {
                return true;
            }
        }
        return false;
    }
}
