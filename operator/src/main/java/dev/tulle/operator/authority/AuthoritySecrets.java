package dev.tulle.operator.authority;

import dev.tulle.operator.certificates.Authority;
import dev.tulle.operator.certificates.CertificatePem;
import dev.tulle.operator.certificates.SecretKey;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The two Secrets of a generation, as objects and back. Keys are written first, each by a creation
/// that only one leader can win; the certificates follow together and close the Secret for good.
final class AuthoritySecrets {
    static final String TRUST_DOMAIN = "mesh.tulle.dev/trust-domain";
    static final String GENERATION = "mesh.tulle.dev/generation";
    static final String BORN = "mesh.tulle.dev/born";
    private static final String TYPE = "mesh.tulle.dev/authority";
    private static final String ROOT_KEY = "root.key";
    private static final String ROOT_CERTIFICATE = "root.crt";
    private static final String ISSUER_KEY = "issuer.key";
    private static final String ISSUER_CERTIFICATE = "issuer.crt";

    private AuthoritySecrets() {}

    static Secret rootKey(AuthorityHome home, SecretKey key) {
        return blank(home, home.rootSecret())
                .withData(Map.of(ROOT_KEY, encode(key.pem())))
                .withImmutable(true)
                .build();
    }

    static Secret issuerKey(AuthorityHome home, SecretKey key) {
        return blank(home, home.issuerSecret())
                .withData(Map.of(ISSUER_KEY, encode(key.pem())))
                .build();
    }

    static Secret whole(AuthorityHome home, Authority authority, Instant born) {
        return blank(home, home.issuerSecret())
                .editMetadata()
                .addToAnnotations(BORN, born.toString())
                .endMetadata()
                .withData(
                        Map.of(
                                ROOT_CERTIFICATE,
                                encode(CertificatePem.write(List.of(authority.root()))),
                                ISSUER_CERTIFICATE,
                                encode(CertificatePem.write(List.of(authority.issuer()))),
                                ISSUER_KEY,
                                encode(authority.issuerKey().pem())))
                .withImmutable(true)
                .build();
    }

    /// Reads the key of a root.
    ///
    /// @throws IllegalArgumentException with a sentence, when there is none
    static SecretKey readRootKey(Secret secret) {
        return SecretKey.parse(required(secret, ROOT_KEY));
    }

    /// Reads the key of an issuing certificate.
    ///
    /// @throws IllegalArgumentException with a sentence, when there is none
    static SecretKey readIssuerKey(Secret secret) {
        return SecretKey.parse(required(secret, ISSUER_KEY));
    }

    /// Reads what [#whole] wrote; empty while only the key is there.
    ///
    /// @throws IllegalArgumentException with a sentence, when the parts do not belong together or
    ///   are of another trust domain
    static Optional<Authority> readWhole(AuthorityHome home, Secret secret) {
        String domain = annotation(secret, TRUST_DOMAIN);
        if (!domain.equals(home.trustDomain())) {
            throw new IllegalArgumentException(
                    "Secret %s is of trust domain '%s', expected '%s'; delete %s and %s to get a new"
                                    .formatted(
                                            secret.getMetadata().getName(),
                                            domain,
                                            home.trustDomain(),
                                            home.rootSecret(),
                                            home.issuerSecret())
                            + " authority");
        }
        if (value(secret, ROOT_CERTIFICATE).isEmpty()
                && value(secret, ISSUER_CERTIFICATE).isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(
                new Authority(
                        home.trustDomain(),
                        home.generation(),
                        CertificatePem.parse(required(secret, ROOT_CERTIFICATE)).getFirst(),
                        CertificatePem.parse(required(secret, ISSUER_CERTIFICATE)).getFirst(),
                        readIssuerKey(secret)));
    }

    private static SecretBuilder blank(AuthorityHome home, String name) {
        return new SecretBuilder()
                .withType(TYPE)
                .withNewMetadata()
                .withNamespace(home.namespace())
                .withName(name)
                .withLabels(AuthorityLabels.ALL)
                .withAnnotations(
                        Map.of(
                                TRUST_DOMAIN,
                                home.trustDomain(),
                                GENERATION,
                                Integer.toString(home.generation())))
                .endMetadata();
    }

    private static String annotation(Secret secret, String key) {
        return Optional.ofNullable(secret.getMetadata().getAnnotations())
                .map(annotations -> annotations.get(key))
                .orElse("");
    }

    private static String required(Secret secret, String key) {
        return value(secret, key)
                .orElseThrow(() ->
                        new IllegalArgumentException(
                                "Secret %s has no %s"
                                        .formatted(secret.getMetadata().getName(), key)));
    }

    private static Optional<String> value(Secret secret, String key) {
        return Optional.ofNullable(secret.getData())
                .map(data -> data.get(key))
                .map(base64 ->
                        new String(Base64.getDecoder().decode(base64), StandardCharsets.UTF_8));
    }

    private static String encode(String text) {
        return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }
}
