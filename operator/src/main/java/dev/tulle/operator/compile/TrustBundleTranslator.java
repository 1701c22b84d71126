package dev.tulle.operator.compile;

import com.google.protobuf.ByteString;
import dev.tulle.contract.v1.TrustBundle;
import dev.tulle.operator.resolve.Defaults;
import dev.tulle.operator.resolve.Reads;
import dev.tulle.operator.view.ConfigMapView;
import dev.tulle.operator.view.ObjectName;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The roots that the operator published. Without any there is no bundle: an empty one would cut
/// every proxy off from every other.
final class TrustBundleTranslator {

    private static final String ROOTS = "ca.crt";
    private static final String SEQUENCE = "mesh.tulle.dev/bundle-sequence";
    private static final Pattern CERTIFICATE =
            Pattern.compile("-----BEGIN CERTIFICATE-----([^-]+)-----END CERTIFICATE-----");

    private final ObjectName published;

    /// @param published the ConfigMap that holds the bundle
    TrustBundleTranslator(ObjectName published) {
        this.published = published;
    }

    Optional<Translation> translate(TrustBundleKey key, Reads reads) {
        if (!key.trustDomain().equals(Defaults.trustDomain(reads.install()))) {
            return Optional.empty();
        }
        return reads.find(ConfigMapView.class, published)
                .flatMap(map -> bundle(key.trustDomain(), map));
    }

    private static Optional<Translation> bundle(String trustDomain, ConfigMapView map) {
        Set<ByteString> roots = roots(map.data().getOrDefault(ROOTS, ""));
        String sequence = map.annotations().getOrDefault(SEQUENCE, "");
        if (roots.isEmpty() || !sequence.matches("[0-9]{1,18}")) {
            return Optional.empty();
        }
        TrustBundle message =
                TrustBundle.newBuilder()
                        .setTrustDomain(trustDomain)
                        .setSequence(Long.parseLong(sequence))
                        .addAllRoots(roots)
                        .build();
        return Optional.of(new Translation(message, List.of(), Set.of()));
    }

    /// A set: sorted by content and each root once.
    private static Set<ByteString> roots(String pem) {
        Set<ByteString> roots = new TreeSet<>(ByteString.unsignedLexicographicalComparator());
        Matcher found = CERTIFICATE.matcher(pem);
        while (found.find()) {
            roots.add(ByteString.copyFrom(Base64.getMimeDecoder().decode(found.group(1))));
        }
        return roots;
    }
}
