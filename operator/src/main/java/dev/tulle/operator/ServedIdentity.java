package dev.tulle.operator;

import dev.tulle.operator.certificates.LiveIdentity;
import dev.tulle.operator.certificates.PeerVerifier;
import dev.tulle.operator.certificates.SecretMaterial;
import dev.tulle.operator.cluster.ServingSecret;
import java.util.List;

/// What one socket presents, taken from a Secret and swapped whenever that changes.
final class ServedIdentity implements AutoCloseable {

    private final String name;
    private final LiveIdentity identity;
    private final ServingSecret secret;

    ServedIdentity(RoleParts parts, String name) {
        this.name = name;
        this.identity = new LiveIdentity(new PeerVerifier(parts.clock()));
        this.secret =
                new ServingSecret(
                        parts.client(),
                        parts.settings().pod().namespace(),
                        name,
                        files -> identity.swap(SecretMaterial.of(files)));
    }

    void start() {
        secret.start();
    }

    LiveIdentity identity() {
        return identity;
    }

    List<String> problems() {
        return identity.current().isPresent()
                ? List.of()
                : List.of("waiting for Secret %s, which the operator writes".formatted(name));
    }

    @Override
    public void close() {
        secret.close();
    }
}
