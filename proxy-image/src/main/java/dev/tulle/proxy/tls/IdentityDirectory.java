package dev.tulle.proxy.tls;

import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.List;

/// The mounted Secret. The kubelet swaps all files at once by moving the link `..data`: files are
/// read through the directory it points to, never through their own names, and again when the link
/// moved meanwhile.
final class IdentityDirectory {
    private static final String LINK = "..data";
    private static final String CHAIN = "tls.crt";
    private static final String KEY = "tls.key";
    private static final String BUNDLE = "ca.crt";
    private static final String FACTS = "identity.json";
    private static final int READS = 3;

    private final Path directory;

    IdentityDirectory(Path directory) {
        this.directory = directory;
    }

    /// Changes whenever the files are swapped. A directory without the link, as on a desk, is told
    /// by the time of `identity.json`, which must be written last.
    String version() throws IOException {
        Path link = directory.resolve(LINK);
        return Files.isSymbolicLink(link)
                ? Files.readSymbolicLink(link).toString()
                : Files.getLastModifiedTime(directory.resolve(FACTS)).toString();
    }

    IdentityMaterial read() throws IOException, CertificateException {
        for (int i = 0; i < READS; i++) {
            String version = version();
            Path link = directory.resolve(LINK);
            Path files =
                    Files.isSymbolicLink(link)
                            ? directory.resolve(Files.readSymbolicLink(link))
                            : directory;
            String chain = Files.readString(files.resolve(CHAIN));
            String key = Files.readString(files.resolve(KEY));
            String bundle = Files.readString(files.resolve(BUNDLE));
            String facts = Files.readString(files.resolve(FACTS));
            if (version.equals(version())) {
                return parse(chain, key, bundle, facts);
            }
        }
        throw new IOException(
                directory + " was swapped during each of " + READS + " reads: is it rewritten?");
    }

    private static IdentityMaterial parse(String chain, String key, String bundle, String facts)
            throws CertificateException {
        List<X509Certificate> certificates = Pem.certificates(CHAIN, chain);
        X509Certificate leaf = certificates.getFirst();
        String trustDomain = PeerVerifier.idOf(leaf).trustDomain();
        JsonObject json = json(facts);
        long sequence = sequence(json);
        TrustRoots trust = TrustRoots.of(trustDomain, sequence, Pem.certificates(BUNDLE, bundle));
        String expected = json.get("bundleSha256").getAsString();
        if (!trust.sha256().equals(expected)) {
            throw new CertificateException(
                    "ca.crt has the hash "
                            + trust.sha256()
                            + ": expected "
                            + expected
                            + " of identity.json");
        }
        return IdentityMaterial.of(certificates, privateKey(key, leaf), trust);
    }

    private static long sequence(JsonObject json) throws CertificateException {
        try {
            return json.get("bundleSequence").getAsLong();
        } catch (NumberFormatException e) {
            throw new CertificateException(
                    FACTS
                            + " has the bundleSequence "
                            + json.get("bundleSequence")
                            + ": expected a whole number",
                    e);
        }
    }

    private static JsonObject json(String facts) throws CertificateException {
        try {
            JsonObject json = JsonParser.parseString(facts).getAsJsonObject();
            for (String name : List.of("bundleSequence", "bundleSha256")) {
                if (!json.has(name) || !json.get(name).isJsonPrimitive()) {
                    throw new CertificateException(FACTS + " has no " + name);
                }
            }
            return json;
        } catch (JsonParseException | IllegalStateException e) {
            throw new CertificateException(FACTS + " is no JSON object: " + e.getMessage(), e);
        }
    }

    private static PrivateKey privateKey(String pem, X509Certificate leaf)
            throws CertificateException {
        String algorithm = leaf.getPublicKey().getAlgorithm();
        try {
            return KeyFactory.getInstance(algorithm)
                    .generatePrivate(new PKCS8EncodedKeySpec(Pem.key(KEY, pem)));
        } catch (GeneralSecurityException e) {
            // The cause is left out: it may quote what it could not parse.
            throw new CertificateException(
                    KEY + " holds no " + algorithm + " key in PKCS#8, as the leaf asks for");
        }
    }
}
