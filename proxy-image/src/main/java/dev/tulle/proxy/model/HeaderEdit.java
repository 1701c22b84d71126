package dev.tulle.proxy.model;

import java.util.List;
import java.util.Locale;
import java.util.Set;

/// A change of fields: first set, then added, then removed. Names are in lower case.
public record HeaderEdit(List<Field> set, List<Field> add, List<String> remove) {
    public static final HeaderEdit NOTHING = new HeaderEdit(List.of(), List.of(), List.of());

    /// What frames a message, and the host, which is rewritten otherwise.
    private static final Set<String> RESERVED =
            Set.of(
                    "host",
                    "connection",
                    "keep-alive",
                    "proxy-connection",
                    "te",
                    "trailer",
                    "transfer-encoding",
                    "upgrade",
                    "content-length",
                    "expect",
                    "http2-settings");

    public HeaderEdit {
        set = List.copyOf(set);
        add = List.copyOf(add);
        remove = List.copyOf(remove);
        remove.forEach(HeaderEdit::check);
    }

    public boolean isEmpty() {
        return set.isEmpty() && add.isEmpty() && remove.isEmpty();
    }

    /// Refuses what is no name in lower case, and what belongs to the proxy.
    static void check(String name) {
        if (RESERVED.contains(name) || name.startsWith("x-tulle-")) {
            throw new IllegalArgumentException(
                    "field '" + name + "' belongs to the proxy: expected another one");
        }
        if (!Visible.isToken(name) || !name.equals(name.toLowerCase(Locale.ROOT))) {
            throw new IllegalArgumentException(
                    "'" + name + "' is no field name in lower case: expected one");
        }
    }

    /// One field.
    public record Field(String name, String value) {
        public Field {
            check(name);
            if (!value.chars().allMatch(c -> c >= ' ' && c <= '~')) {
                throw new IllegalArgumentException(
                        "a control character or one beyond ASCII in the value of '"
                                + name
                                + "': expected printable ASCII");
            }
        }
    }
}
