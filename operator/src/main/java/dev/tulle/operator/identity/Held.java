package dev.tulle.operator.identity;

import dev.tulle.operator.apply.Seen;
import dev.tulle.operator.view.ObjectName;
import dev.tulle.operator.view.SecretView;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/// What the annotations of an identity Secret say about the leaf in it.
///
/// @param facts empty when somebody spoilt the annotations
public record Held(ObjectName secret, Seen seen, Optional<Facts> facts) {
    /// Everything that is decided by, without reading a key back.
    record Facts(
            String id,
            Instant notAfter,
            Instant renewAt,
            long bundleSequence,
            String bundleSha256) {}

    static Held of(SecretView secret) {
        return new Held(
                secret.name(),
                new Seen(secret.meta().uid(), secret.meta().resourceVersion()),
                facts(secret.annotations()));
    }

    private static Optional<Facts> facts(Map<String, String> annotations) {
        try {
            return Optional.of(
                    new Facts(
                            text(annotations, IdentityAnnotation.SPIFFE_ID),
                            Instant.parse(text(annotations, IdentityAnnotation.NOT_AFTER)),
                            Instant.parse(text(annotations, IdentityAnnotation.RENEW_AT)),
                            Long.parseLong(text(annotations, IdentityAnnotation.BUNDLE_SEQUENCE)),
                            text(annotations, IdentityAnnotation.BUNDLE_SHA256)));
        } catch (DateTimeException | NumberFormatException e) {
            return Optional.empty();
        }
    }

    private static String text(Map<String, String> annotations, IdentityAnnotation which) {
        return annotations.getOrDefault(which.key(), "");
    }
}
