package dev.tulle.operator.view;

import java.util.Base64;

/// A key that signs what clients hold of a session. No log line can show it: ask for [#bytes] on
/// purpose.
public record SigningKey(String base64) {

    /// As many as the hash has.
    public static final int LENGTH = 32;

    public static SigningKey of(byte[] bytes) {
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
