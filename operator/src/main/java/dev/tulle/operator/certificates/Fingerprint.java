package dev.tulle.operator.certificates;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.util.HexFormat;

/// SHA-256 of a certificate's DER form, hex.
public final class Fingerprint {
    private Fingerprint() {}

    public static String of(X509Certificate certificate) {
        return HexFormat.of().formatHex(bytes(certificate));
    }

    static byte[] bytes(X509Certificate certificate) {
        return sha256().digest(der(certificate));
    }

    static byte[] der(X509Certificate certificate) {
        try {
            return certificate.getEncoded();
        } catch (CertificateEncodingException e) {
            throw new IllegalArgumentException(
                    "a certificate that was parsed has no DER form: " + e.getMessage(), e);
        }
    }

    static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
