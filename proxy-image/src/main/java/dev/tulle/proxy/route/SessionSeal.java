package dev.tulle.proxy.route;

import dev.tulle.proxy.model.SigningKey;
import io.netty.util.AsciiString;
import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import java.util.List;
import javax.crypto.Mac;
import javax.crypto.ShortBufferException;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/// What a client holds of its session: base64url (RFC 4648, section 5) of the backend's hash, the
/// endpoint's hash and the first 8 bytes of HMAC-SHA256 over both. 24 bytes make 32 characters
/// without padding, so every value has one spelling. For one event loop: not thread-safe.
public final class SessionSeal {
    private static final String HMAC = "HmacSHA256";
    private static final int HASHES = 16;
    private static final int BYTES = 24;
    private static final int CHARACTERS = 32;
    private static final byte[] ALPHABET =
            AsciiString.of("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_")
                    .array();
    private static final byte[] VALUES = values();

    private final List<SigningKey> keys;
    private final Mac[] macs;
    private final byte[] array = new byte[BYTES];
    private final ByteBuffer bytes = ByteBuffer.wrap(array);
    private final byte[] digest = new byte[SigningKey.LENGTH];
    private final ByteBuffer first = ByteBuffer.wrap(digest);

    private SessionSeal(List<SigningKey> keys) {
        this.keys = List.copyOf(keys);
        this.macs = keys.stream().map(SessionSeal::mac).toArray(Mac[]::new);
    }

    /// The first key signs, each is believed.
    public static SessionSeal of(List<SigningKey> keys) {
        return new SessionSeal(keys);
    }

    /// Whether it was made of these.
    public boolean isBy(List<SigningKey> others) {
        return keys.equals(others);
    }

    private static Mac mac(SigningKey key) {
        try {
            Mac mac = Mac.getInstance(HMAC);
            mac.init(new SecretKeySpec(key.bytes(), HMAC));
            return mac;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this Java has no " + HMAC, e);
        }
    }

    /// Which key signed a value that is believed.
    public enum Age {
        NEWEST,
        OLDER
    }

    /// A value that is believed.
    public record Held(long backend, long endpoint, Age age) {}

    /// Null for what no key of ours has signed.
    public @Nullable Held open(CharSequence text) {
        if (!decode(text)) {
            return null;
        }
        long signature = bytes.getLong(HASHES);
        for (int i = 0; i < macs.length; i++) {
            if (signature(macs[i]) == signature) {
                return new Held(
                        bytes.getLong(0),
                        bytes.getLong(Long.BYTES),
                        i == 0 ? Age.NEWEST : Age.OLDER);
            }
        }
        return null;
    }

    public AsciiString seal(long backend, long endpoint) {
        bytes.putLong(0, backend).putLong(Long.BYTES, endpoint);
        bytes.putLong(HASHES, signature(macs[0]));
        byte[] text = new byte[CHARACTERS];
        for (int in = 0, out = 0; in < BYTES; in += 3, out += 4) {
            int group =
                    ((array[in] & 0xff) << 16)
                            | ((array[in + 1] & 0xff) << 8)
                            | (array[in + 2] & 0xff);
            text[out] = ALPHABET[group >>> 18];
            text[out + 1] = ALPHABET[(group >>> 12) & 0x3f];
            text[out + 2] = ALPHABET[(group >>> 6) & 0x3f];
            text[out + 3] = ALPHABET[group & 0x3f];
        }
        return new AsciiString(text, false);
    }

    /// Of the two hashes that stand in the buffer. A `long` is compared at once, so the time of a
    /// comparison tells nothing about where a guess went wrong.
    private long signature(Mac mac) {
        mac.update(array, 0, HASHES);
        try {
            mac.doFinal(digest, 0);
        } catch (ShortBufferException e) {
            throw new IllegalStateException("HMAC-SHA256 has 32 bytes", e);
        }
        return first.getLong(0);
    }

    private boolean decode(CharSequence text) {
        if (text.length() != CHARACTERS) {
            return false;
        }
        for (int in = 0, out = 0; in < CHARACTERS; in += 4, out += 3) {
            int group =
                    (value(text.charAt(in)) << 18)
                            | (value(text.charAt(in + 1)) << 12)
                            | (value(text.charAt(in + 2)) << 6)
                            | value(text.charAt(in + 3));
            if (group < 0) {
                return false;
            }
            array[out] = (byte) (group >>> 16);
            array[out + 1] = (byte) (group >>> 8);
            array[out + 2] = (byte) group;
        }
        return true;
    }

    /// Negative for a character that is none of the alphabet.
    private static int value(char c) {
        return c < VALUES.length ? VALUES[c] : -1;
    }

    private static byte[] values() {
        byte[] values = new byte[128];
        Arrays.fill(values, (byte) -1);
        for (byte i = 0; i < ALPHABET.length; i++) {
            values[ALPHABET[i]] = i;
        }
        return values;
    }
}
