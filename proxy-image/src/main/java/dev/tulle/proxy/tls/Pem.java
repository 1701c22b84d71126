package dev.tulle.proxy.tls;

import java.io.ByteArrayInputStream;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Reads PEM as people write it: any line ends, text around blocks, no or several last newlines.
final class Pem {
    private static final Pattern BLOCK =
            Pattern.compile("-----BEGIN ([A-Z0-9 ]+)-----([^-]*)-----END \\1-----");

    private Pem() {}

    static List<X509Certificate> certificates(String file, String text)
            throws CertificateException {
        List<X509Certificate> certificates = new ArrayList<>();
        for (byte[] der : blocks(file, text, "CERTIFICATE")) {
            certificates.add(certificate(der));
        }
        return certificates;
    }

    /// The PKCS#8 bytes of the only key.
    static byte[] key(String file, String text) throws CertificateException {
        List<byte[]> keys = blocks(file, text, "PRIVATE KEY");
        if (keys.size() != 1) {
            throw new CertificateException(
                    file + " has " + keys.size() + " private keys: expected one in PKCS#8");
        }
        return keys.getFirst();
    }

    static X509Certificate certificate(byte[] der) throws CertificateException {
        return (X509Certificate)
                CertificateFactory.getInstance("X.509")
                        .generateCertificate(new ByteArrayInputStream(der));
    }

    private static List<byte[]> blocks(String file, String text, String type)
            throws CertificateException {
        List<byte[]> blocks = new ArrayList<>();
        Matcher matcher = BLOCK.matcher(text);
        while (matcher.find()) {
            if (!matcher.group(1).equals(type)) {
                throw new CertificateException(
                        file + " has a block of type " + matcher.group(1) + ": expected " + type);
            }
            blocks.add(decode(file, matcher.group(2)));
        }
        if (blocks.isEmpty()) {
            throw new CertificateException(file + " has no block of type " + type);
        }
        return blocks;
    }

    /// The message never holds the text: it may be a key.
    private static byte[] decode(String file, String base64) throws CertificateException {
        try {
            return Base64.getMimeDecoder().decode(base64);
        } catch (IllegalArgumentException e) {
            throw new CertificateException(file + " has a block that is not base64", e);
        }
    }
}
