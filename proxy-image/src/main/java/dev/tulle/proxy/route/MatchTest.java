package dev.tulle.proxy.route;

import dev.tulle.proxy.model.FieldMatch;
import dev.tulle.proxy.model.RouteMatch;
import io.netty.util.AsciiString;
import java.util.List;
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

    static MatchTest of(RouteMatch match) {
        NamedTest[] named =
                new NamedTest
                        [match.headers().size() + match.query().size() + match.cookies().size()];
        int next = compile(NamedTest.Place.FIELDS, match.headers(), named, 0);
        next = compile(NamedTest.Place.QUERY, match.query(), named, next);
        compile(NamedTest.Place.COOKIES, match.cookies(), named, next);
        return new MatchTest(
                match.path() == null ? null : PathTest.of(match.path()),
                match.methods().stream().sorted().map(AsciiString::of).toArray(AsciiString[]::new),
                named);
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
