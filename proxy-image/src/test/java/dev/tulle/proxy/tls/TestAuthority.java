package dev.tulle.proxy.tls;

import dev.tulle.proxy.model.TrustBundle;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.SecureRandom;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Date;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.cert.CertIOException;
import org.bouncycastle.cert.X509v3CertificateBuilder;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.jspecify.annotations.Nullable;

/// A root and an issuing CA of a trust domain for tests, with leaves as the mesh issues them.
public final class TestAuthority {
    private static final SecureRandom RANDOM = new SecureRandom();
    private static final Duration BACKDATED = Duration.ofMinutes(5);

    private final String trustDomain;
    private final Instant now;
    private final Signer root;
    private final Signer issuer;

    private record Signer(X509Certificate certificate, PrivateKey key, X500Name name) {}

    /// A leaf with its issuing CA, and its key.
    public record Leaf(List<X509Certificate> chain, PrivateKey key) {}

    private TestAuthority(String trustDomain, Instant now) {
        this.trustDomain = trustDomain;
        this.now = now;
        String number = Long.toHexString(RANDOM.nextLong());
        this.root = signer("root " + number, null, Duration.ofDays(1_000));
        this.issuer = signer("issuing " + number, root, Duration.ofDays(90));
    }

    public static TestAuthority of(String trustDomain) {
        return new TestAuthority(trustDomain, Instant.now());
    }

    public static TestAuthority of(String trustDomain, Instant now) {
        return new TestAuthority(trustDomain, now);
    }

    public X509Certificate root() {
        return root.certificate();
    }

    /// A leaf that is valid now, for 24 hours, with a new key.
    public Leaf leaf(String spiffeId, String... dnsNames) {
        return leaf(spiffeId, now, Duration.ofHours(24), dnsNames);
    }

    public Leaf leaf(String spiffeId, Instant from, Duration lifetime, String... dnsNames) {
        KeyPair keys = keys();
        List<GeneralName> names = new ArrayList<>();
        names.add(new GeneralName(GeneralName.uniformResourceIdentifier, spiffeId));
        for (String dnsName : dnsNames) {
            names.add(new GeneralName(GeneralName.dNSName, dnsName));
        }
        try {
            X509v3CertificateBuilder builder =
                    builder(issuer.name(), new X500Name("O=Tulle"), keys, from, lifetime);
            builder.addExtension(
                    Extension.subjectAlternativeName,
                    true,
                    new GeneralNames(names.toArray(GeneralName[]::new)));
            builder.addExtension(Extension.basicConstraints, false, new BasicConstraints(false));
            builder.addExtension(Extension.keyUsage, true, new KeyUsage(KeyUsage.digitalSignature));
            KeyPurposeId[] purposes = {
                KeyPurposeId.id_kp_serverAuth, KeyPurposeId.id_kp_clientAuth
            };
            builder.addExtension(Extension.extendedKeyUsage, false, new ExtendedKeyUsage(purposes));
            return new Leaf(
                    List.of(sign(builder, issuer.key()), issuer.certificate()), keys.getPrivate());
        } catch (CertIOException e) {
            throw new IllegalStateException("a leaf for " + spiffeId, e);
        }
    }

    /// Our root and those of the others, as one bundle.
    public TrustRoots roots(long sequence, TestAuthority... others) {
        List<X509Certificate> roots = new ArrayList<>(List.of(root()));
        for (TestAuthority other : others) {
            roots.add(other.root());
        }
        return TrustRoots.of(trustDomain, sequence, roots);
    }

    /// The same as discovery sends it.
    public TrustBundle bundle(long sequence, TestAuthority... others) {
        Set<String> roots =
                roots(sequence, others).roots().stream()
                        .map(TestAuthority::base64)
                        .collect(Collectors.toSet());
        return new TrustBundle(trustDomain, sequence, roots);
    }

    /// A fresh identity that trusts this authority only.
    public IdentityMaterial identity(String spiffeId) {
        return identity(spiffeId, roots(1));
    }

    public IdentityMaterial identity(String spiffeId, TrustRoots trust) {
        Leaf leaf = leaf(spiffeId);
        try {
            return IdentityMaterial.of(leaf.chain(), leaf.key(), trust);
        } catch (CertificateException e) {
            throw new IllegalStateException("an identity for " + spiffeId, e);
        }
    }

    /// Writes what the Secret of a workload holds and moves `..data`, as the kubelet does.
    public static void write(Path directory, Leaf leaf, TrustRoots trust) {
        try {
            Path files = Files.createTempDirectory(directory, "..");
            String chain =
                    leaf.chain().stream().map(TestAuthority::pem).collect(Collectors.joining());
            Files.writeString(files.resolve("tls.crt"), chain);
            Files.writeString(
                    files.resolve("tls.key"), block("PRIVATE KEY", leaf.key().getEncoded()));
            Files.writeString(
                    files.resolve("ca.crt"),
                    trust.roots().stream().map(TestAuthority::pem).collect(Collectors.joining()));
            Files.writeString(
                    files.resolve("identity.json"),
                    "{\"bundleSequence\":%d,\"bundleSha256\":\"%s\"}"
                            .formatted(trust.sequence(), trust.sha256()));
            Path link = directory.resolve("..data_tmp");
            Files.createSymbolicLink(link, files.getFileName());
            Files.move(link, directory.resolve("..data"), StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Signer signer(String name, @Nullable Signer by, Duration lifetime) {
        KeyPair keys = keys();
        X500Name subject = new X500Name("O=Tulle, CN=" + trustDomain + " " + name);
        try {
            X509v3CertificateBuilder builder =
                    builder(by == null ? subject : by.name(), subject, keys, now, lifetime);
            builder.addExtension(
                    Extension.basicConstraints,
                    true,
                    by == null ? new BasicConstraints(true) : new BasicConstraints(0));
            builder.addExtension(
                    Extension.keyUsage,
                    true,
                    new KeyUsage(KeyUsage.keyCertSign | KeyUsage.cRLSign));
            PrivateKey key = by == null ? keys.getPrivate() : by.key();
            return new Signer(sign(builder, key), keys.getPrivate(), subject);
        } catch (CertIOException e) {
            throw new IllegalStateException("a signer for " + trustDomain, e);
        }
    }

    private static X509v3CertificateBuilder builder(
            X500Name issuer, X500Name subject, KeyPair keys, Instant from, Duration lifetime) {
        return new JcaX509v3CertificateBuilder(
                issuer,
                new BigInteger(159, RANDOM).setBit(158),
                Date.from(from.minus(BACKDATED)),
                Date.from(from.plus(lifetime)),
                subject,
                keys.getPublic());
    }

    private static X509Certificate sign(X509v3CertificateBuilder builder, PrivateKey key) {
        try {
            byte[] der =
                    builder.build(new JcaContentSignerBuilder("SHA256withECDSA").build(key))
                            .getEncoded();
            return Pem.certificate(der);
        } catch (OperatorCreationException | IOException | CertificateException e) {
            throw new IllegalStateException("a certificate of the test authority", e);
        }
    }

    private static KeyPair keys() {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(new ECGenParameterSpec("secp256r1"));
            return generator.generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("a P-256 key", e);
        }
    }

    private static String base64(X509Certificate certificate) {
        try {
            return Base64.getEncoder().encodeToString(certificate.getEncoded());
        } catch (CertificateException e) {
            throw new IllegalStateException("a parsed certificate has its DER form", e);
        }
    }

    private static String pem(X509Certificate certificate) {
        return block("CERTIFICATE", Base64.getDecoder().decode(base64(certificate)));
    }

    private static String block(String type, byte[] der) {
        String text = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(der);
        return "-----BEGIN " + type + "-----\n" + text + "\n-----END " + type + "-----\n";
    }
}
