package dev.tulle.operator.certificates;

import java.math.BigInteger;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.util.HexFormat;

/// Serial numbers: 20 random bytes, top two bits `01`, so that each is positive and of full length.
public final class Serial {
    private static final int BYTES = 20;

    private Serial() {}

    /// The serial as logs, Events and status show it: lower-case hex without a sign byte.
    public static String of(X509Certificate certificate) {
        return "%x".formatted(certificate.getSerialNumber());
    }

    static BigInteger next(SecureRandom random) {
        byte[] bytes = new byte[BYTES];
        random.nextBytes(bytes);
        bytes[0] = (byte) ((bytes[0] & 0x3f) | 0x40);
        return new BigInteger(HexFormat.of().formatHex(bytes), 16);
    }
}
