package dev.tulle.proxy.route;

import io.netty.util.AsciiString;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A request in a test: `GET /path name:value name:value`.
record Requests(AsciiString method, AsciiString target, List<String> fields)
        implements RequestView {

    static RequestView of(String text) {
        String[] words = text.split(" ", 3);
        List<String> fields =
                words.length < 3 ? List.of() : new ArrayList<>(List.of(words[2].split(" \\| ")));
        return new Requests(AsciiString.of(words[0]), AsciiString.of(words[1]), fields);
    }

    @Override
    public @Nullable CharSequence value(AsciiString name, int nth) {
        return fields.stream()
                .filter(field -> field.startsWith(name + ":"))
                .skip(nth)
                .map(field -> field.substring(name.length() + 1))
                .findFirst()
                .orElse(null);
    }
}
