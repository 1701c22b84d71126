package dev.tulle.proxy.discovery;

import dev.tulle.contract.v1.RejectionReason;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.function.Supplier;

/// Reads fields of a message into the model. The model refuses bad values by
/// `IllegalArgumentException`; here they become refusals that name the field.
final class FieldReader {
    private FieldReader() {}

    static <T> T read(String field, Supplier<T> value) throws RefusedResourceException {
        try {
            return value.get();
        } catch (IllegalArgumentException e) {
            throw new RefusedResourceException(
                    RejectionReason.INVALID_FIELD, field, String.valueOf(e.getMessage()));
        }
    }

    static <F, T> List<T> each(String field, List<F> from, Function<F, T> one)
            throws RefusedResourceException {
        List<T> all = new ArrayList<>(from.size());
        for (int i = 0; i < from.size(); i++) {
            F element = from.get(i);
            all.add(read(field + "[" + i + "]", () -> one.apply(element)));
        }
        return all;
    }

    static String required(String field, String text) throws RefusedResourceException {
        if (text.isEmpty()) {
            throw invalid(field, field + " is empty: expected a value");
        }
        return text;
    }

    static RefusedResourceException invalid(String field, String sentence) {
        return new RefusedResourceException(RejectionReason.INVALID_FIELD, field, sentence);
    }
}
