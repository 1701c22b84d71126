package dev.tulle.operator.certificates;

import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A private key that no log line can show: ask for [#pem] or [#key] on purpose.
public final class SecretKey {
    private static final Pattern PKCS8 =
            Pattern.compile("-----BEGIN PRIVATE KEY-----([^-]*)-----END PRIVATE KEY-----");

    private final PrivateKey key;

    private SecretKey(PrivateKey key) {
        this.key = key;
    }

    public static SecretKey of(PrivateKey key) {
        return new SecretKey(key);
    }

    /// Reads a key that [#pem] wrote.
    ///
    /// @param pem one PKCS#8 block with an EC key
    /// @throws IllegalArgumentException with a sentence that shows nothing of the key
    public static SecretKey parse(String pem) {
        Matcher block = PKCS8.matcher(pem);
        if (!block.find()) {
            throw new IllegalArgumentException(
                    "no PEM block 'PRIVATE KEY' (PKCS#8) found in %d characters"
                            .formatted(pem.length()));
        }
        String body = Objects.requireNonNull(block.group(1)).replaceAll("\\s", "");
        try {
            PKCS8EncodedKeySpec spec = new PKCS8EncodedKeySpec(Base64.getDecoder().decode(body));
            return new SecretKey(KeyFactory.getInstance("EC").generatePrivate(spec));
        } catch (GeneralSecurityException | IllegalArgumentException e) {
            throw new IllegalArgumentException(
                    "the block 'PRIVATE KEY' holds no EC key in PKCS#8 form", e);
        }
    }

    public PrivateKey key() {
        return key;
    }

    public String pem() {
        return "-----BEGIN PRIVATE KEY-----\n"
                + Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(key.getEncoded())
                + "\n-----END PRIVATE KEY-----\n";
    }

    @Override
    public String toString() {
        return "[redacted]";
    }
}
