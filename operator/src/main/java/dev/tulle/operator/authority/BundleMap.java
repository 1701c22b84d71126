package dev.tulle.operator.authority;

import dev.tulle.operator.certificates.TrustBundle;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import java.util.Map;
import java.util.Optional;

/// ConfigMap `tulle-trust-bundle`, the record of what is published, as an object and back.
final class BundleMap {
    static final String NAME = "tulle-trust-bundle";
    static final String SEQUENCE = "mesh.tulle.dev/bundle-sequence";
    static final String SHA256 = "mesh.tulle.dev/bundle-sha256";
    private static final String ROOTS = "ca.crt";

    private BundleMap() {}

    static ConfigMap of(String namespace, TrustBundle bundle) {
        return new ConfigMapBuilder()
                .withNewMetadata()
                .withNamespace(namespace)
                .withName(NAME)
                .withLabels(AuthorityLabels.ALL)
                .withAnnotations(
                        Map.of(
                                AuthoritySecrets.TRUST_DOMAIN,
                                bundle.trustDomain(),
                                SEQUENCE,
                                Long.toString(bundle.sequence()),
                                SHA256,
                                bundle.sha256()))
                .endMetadata()
                .withData(Map.of(ROOTS, bundle.pem()))
                .build();
    }

    /// The stored sequence, 0 when it cannot be read.
    static long sequence(ConfigMap map) {
        return annotation(map, SEQUENCE)
                .filter(text -> text.matches("[0-9]{1,18}"))
                .map(Long::parseLong)
                .orElse(0L);
    }

    /// The stored bundle; empty when somebody spoilt it or it is of another trust domain.
    static Optional<TrustBundle> read(String trustDomain, ConfigMap map) {
        if (!annotation(map, AuthoritySecrets.TRUST_DOMAIN).equals(Optional.of(trustDomain))) {
            return Optional.empty();
        }
        try {
            return Optional.ofNullable(map.getData())
                    .map(data -> data.get(ROOTS))
                    .map(pem -> TrustBundle.parse(trustDomain, sequence(map), pem));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    /// Whether our part of what is stored is word for word what we write.
    static boolean says(ConfigMap map, TrustBundle bundle) {
        return annotation(map, SHA256).equals(Optional.of(bundle.sha256()))
                && annotation(map, SEQUENCE).equals(Optional.of(Long.toString(bundle.sequence())))
                && Optional.ofNullable(map.getData())
                        .map(data -> data.get(ROOTS))
                        .equals(Optional.of(bundle.pem()));
    }

    private static Optional<String> annotation(ConfigMap map, String key) {
        return Optional.ofNullable(map.getMetadata().getAnnotations()).map(all -> all.get(key));
    }
}
