package dev.tulle.operator.certificates;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;

/// Reads the files of a serving Secret: `tls.crt`, `tls.key`, `ca.crt` and `identity.json`, which
/// says whose they are.
public final class SecretMaterial {

    private static final ObjectMapper JSON = new ObjectMapper();

    private SecretMaterial() {}

    /// What the files hold.
    ///
    /// @throws IllegalArgumentException with a sentence, when a file is missing or cannot be used
    public static ServingMaterial of(Map<String, byte[]> files) {
        JsonNode identity = json(text(files, "identity.json"));
        return ServingMaterial.parse(
                SpiffeId.parse(identity.path("spiffeId").asText()).trustDomain(),
                identity.path("bundleSequence").asLong(),
                text(files, "tls.crt"),
                text(files, "tls.key"),
                text(files, "ca.crt"));
    }

    private static JsonNode json(String text) {
        try {
            return JSON.readTree(text);
        } catch (IOException e) {
            throw new IllegalArgumentException("identity.json is not JSON", e);
        }
    }

    private static String text(Map<String, byte[]> files, String name) {
        return Optional.ofNullable(files.get(name))
                .map(bytes -> new String(bytes, StandardCharsets.UTF_8))
                .orElseThrow(() ->
                        new IllegalArgumentException(
                                "%s is missing, there are %s".formatted(name, files.keySet())));
    }
}
