package dev.tulle.operator.certificates;

import java.io.ByteArrayInputStream;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Certificates as PEM, as people and tools really write it: any line ends, text around blocks, a
/// last newline or none. Any other block and any header inside a block is refused.
public final class CertificatePem {
    private static final Pattern BLOCK =
            Pattern.compile("-----BEGIN ([A-Z0-9 ]+)-----([^-]*)-----END \\1-----");
    private static final String LABEL = "CERTIFICATE";
    private static final String BEGIN = "-----BEGIN " + LABEL + "-----\n";
    private static final String END = "\n-----END " + LABEL + "-----\n";

    private CertificatePem() {}

    /// Reads every certificate of a text.
    ///
    /// @return certificates in the order of the text, at least one
    /// @throws IllegalArgumentException with a sentence, when there is none or something else
    public static List<X509Certificate> parse(String pem) {
        List<X509Certificate> found = new ArrayList<>();
        Matcher blocks = BLOCK.matcher(pem);
        while (blocks.find()) {
            String label = Objects.requireNonNull(blocks.group(1));
            if (!LABEL.equals(label)) {
                throw new IllegalArgumentException(
                        "PEM holds a block '%s', expected only blocks 'CERTIFICATE'"
                                .formatted(label));
            }
            found.add(certificate(Objects.requireNonNull(blocks.group(2)), found.size() + 1));
        }
        if (found.isEmpty() || count(pem) != found.size()) {
            throw new IllegalArgumentException(
                    "PEM holds %d whole blocks 'CERTIFICATE' and %d beginnings, expected at least"
                                    .formatted(found.size(), count(pem))
                            + " one and none cut off");
        }
        return List.copyOf(found);
    }

    /// One block after the other, line ends `\n`, one newline at the end.
    public static String write(Collection<X509Certificate> certificates) {
        Base64.Encoder encoder = Base64.getMimeEncoder(64, new byte[] {'\n'});
        StringBuilder pem = new StringBuilder();
        for (X509Certificate certificate : certificates) {
            pem.append(BEGIN)
                    .append(encoder.encodeToString(Fingerprint.der(certificate)))
                    .append(END);
        }
        return pem.toString();
    }

    /// Reads one certificate in its binary form.
    ///
    /// @throws IllegalArgumentException when it is no certificate
    public static X509Certificate ofDer(byte[] der) {
        try {
            return (X509Certificate)
                    CertificateFactory.getInstance("X.509")
                            .generateCertificate(new ByteArrayInputStream(der));
        } catch (CertificateException e) {
            throw new IllegalArgumentException("not a certificate: " + e.getMessage(), e);
        }
    }

    private static X509Certificate certificate(String body, int number) {
        try {
            return ofDer(Base64.getDecoder().decode(body.replaceAll("\\s", "")));
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(
                    "certificate %d of the PEM: %s".formatted(number, e.getMessage()), e);
        }
    }

    private static int count(String pem) {
        return pem.split("-----BEGIN ", -1).length - 1;
    }
}
