package dev.tulle.proxy.route;

import dev.tulle.proxy.model.HeaderEdit;
import io.netty.util.AsciiString;
import java.util.ArrayList;
import java.util.List;

/// A compiled change of fields, in the order in which it is made.
///
/// @param cleared names whose fields go before anything is put
/// @param put fields that are set or added
/// @param removed names whose fields go in the end
public record HeaderSteps(List<AsciiString> cleared, List<Put> put, List<AsciiString> removed) {
    public HeaderSteps {
        cleared = List.copyOf(cleared);
        put = List.copyOf(put);
        removed = List.copyOf(removed);
    }

    /// A field that is put.
    public record Put(AsciiString name, AsciiString value) {
        private static Put of(HeaderEdit.Field field) {
            return new Put(AsciiString.of(field.name()), AsciiString.of(field.value()));
        }
    }

    /// These fields after the change.
    List<Put> applied(List<Put> fields) {
        List<Put> after = new ArrayList<>(fields);
        for (AsciiString name : cleared) {
            after.removeIf(field -> field.name().equals(name));
        }
        after.addAll(put);
        for (AsciiString name : removed) {
            after.removeIf(field -> field.name().equals(name));
        }
        return List.copyOf(after);
    }

    static HeaderSteps of(HeaderEdit edit) {
        List<Put> put = new ArrayList<>();
        edit.set().forEach(field -> put.add(Put.of(field)));
        edit.add().forEach(field -> put.add(Put.of(field)));
        return new HeaderSteps(
                edit.set().stream().map(field -> AsciiString.of(field.name())).toList(),
                put,
                edit.remove().stream().map(AsciiString::of).toList());
    }
}
