package dev.tulle.proxy.model;

import java.util.Base64;

/// A key that signs what clients hold of a session. It appears in no text.
public record SigningKey(String base64) {
    public static final int LENGTH = 32;

    public static SigningKey of(byte[] bytes) {
        if (bytes.length != LENGTH) {
            throw new IllegalArgumentException(
                    "a key of %d bytes: expected %d".formatted(bytes.length, LENGTH));
        }
        return new SigningKey(Base64.getEncoder().encodeToString(bytes));
    }

    public byte[] bytes() {
        return Base64.getDecoder().decode(base64);
    }

    @Override
    public String toString() {
        return "[redacted]";
    }
}
