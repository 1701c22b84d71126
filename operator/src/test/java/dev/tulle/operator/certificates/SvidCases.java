package dev.tulle.operator.certificates;

import dev.tulle.operator.certificates.SvidCorpus.Expectation;
import java.security.KeyPair;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.DERUTF8String;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;

/// Makes the good and the bad chains. Each bad one differs from a good one in one thing.
final class SvidCases {
    static final Instant NOW = Instant.parse("2026-12-01T00:00:00Z");
    private static final SecureRandom RANDOM = new SecureRandom();
    private static final String DOMAIN = "cluster.local";
    private static final String WEB = "spiffe://cluster.local/ns/shop/sa/web";
    private static final Validity LONG = between(-10, 3650);
    private static final Validity OVER = between(-10, -1);
    private static final Validity TO_COME = between(1, 10);
    private static final KeyPurposeId[] BOTH = {
        KeyPurposeId.id_kp_serverAuth, KeyPurposeId.id_kp_clientAuth
    };

    private final Map<String, List<X509Certificate>> chains = new LinkedHashMap<>();
    private final Map<String, List<X509Certificate>> bundles = new LinkedHashMap<>();
    private final List<Expectation> expectations = new ArrayList<>();

    private final Signing root = Signing.root(DOMAIN, 1, LONG);
    private final Signing issuer = Signing.issuer(root, DOMAIN, LONG);
    private final List<X509Certificate> good = chain(leaf(LONG).uri(WEB), issuer);
    private final Signing nextRoot = Signing.root(DOMAIN, 2, LONG);
    private final Signing nextIssuer = Signing.issuer(nextRoot, DOMAIN, LONG);

    SvidCases() {
        bundles.put("current", List.of(root.certificate()));
        bundles.put("both", List.of(root.certificate(), nextRoot.certificate()));
        good();
        unknown();
        times();
        constraints();
        ids();
        usages();
        paths();
    }

    Map<String, List<X509Certificate>> chains() {
        return chains;
    }

    Map<String, List<X509Certificate>> bundles() {
        return bundles;
    }

    List<Expectation> expectations() {
        return expectations;
    }

    private void good() {
        chains.put("good", good);
        expect("good", "client", "current", NOW, "ok", WEB);
        expect("good", "server", "current", NOW, "ok", WEB);
        expect("good", "server", "both", NOW, "ok", WEB);
        expect("good", "server", "current", LONG.notAfter(), "ok", WEB);
        expect("good", "server", "current", LONG.notBefore(), "ok", WEB);
        expect("good", "server", "current", LONG.notAfter().plusSeconds(1), "expired");
        expect("good", "server", "current", LONG.notBefore().minusSeconds(1), "not_yet_valid");
        chains.put("good-next", chain(leaf(LONG).uri(WEB), nextIssuer));
        expect("good-next", "server", "both", NOW, "ok", WEB);
        expect("good-next", "server", "current", NOW, "unknown_ca");
        chains.put(
                "good-with-root",
                List.of(good.getFirst(), issuer.certificate(), root.certificate()));
        expect("good-with-root", "server", "current", NOW, "ok", WEB);
        String discovery = "spiffe://cluster.local/ns/tulle-system/sa/tulle-discovery";
        chains.put(
                "good-with-dns",
                chain(
                        leaf(LONG).uri(discovery).dns(List.of("tulle-discovery.tulle-system.svc")),
                        issuer));
        expect("good-with-dns", "server", "current", NOW, "ok", discovery);
        Signing prodRoot = Signing.root("prod", 1, LONG);
        String prod = "spiffe://prod/ns/shop/sa/web";
        bundles.put("prod", List.of(prodRoot.certificate()));
        chains.put(
                "good-single-label",
                chain(leaf(LONG).uri(prod), Signing.issuer(prodRoot, "prod", LONG)));
        expectations.add(
                new Expectation("good-single-label", "server", "prod", "prod", NOW, "ok", prod));
        chains.put(
                "good-without-purposes",
                chain(bare(LONG).usage(KeyUsage.digitalSignature).uri(WEB), issuer));
        expect("good-without-purposes", "client", "current", NOW, "ok", WEB);
    }

    private void unknown() {
        chains.put("issuer-missing", List.of(good.getFirst()));
        expect("issuer-missing", "server", "current", NOW, "unknown_ca");
        Signing twin = Signing.root(DOMAIN, 1, LONG);
        chains.put(
                "root-with-the-same-name",
                chain(leaf(LONG).uri(WEB), Signing.issuer(twin, DOMAIN, LONG)));
        expect("root-with-the-same-name", "server", "current", NOW, "unknown_ca");
        Signing forger = new Signing(issuer.certificate(), nextIssuer.key());
        chains.put("signature-forged", chain(leaf(LONG).uri(WEB), forger));
        expect("signature-forged", "server", "current", NOW, "unknown_ca");
        String foreign = "spiffe://other.local/ns/shop/sa/web";
        chains.put("other-domain-our-issuer", chain(leaf(LONG).uri(foreign), issuer));
        expect("other-domain-our-issuer", "server", "current", NOW, "unknown_ca");
        chains.put(
                "other-domain-own-root",
                chain(
                        leaf(LONG).uri(foreign),
                        Signing.issuer(Signing.root("other.local", 1, LONG), "other.local", LONG)));
        expect("other-domain-own-root", "server", "current", NOW, "unknown_ca");
        SecretKey own = SecretKey.of(pair().getPrivate());
        X509Certificate alone =
                bare(LONG, KeyPairs.publicKey(own))
                        .usage(KeyUsage.digitalSignature)
                        .purposes(BOTH)
                        .uri(WEB)
                        .selfSigned(own, RANDOM);
        chains.put("self-signed", List.of(alone));
        expect("self-signed", "server", "current", NOW, "unknown_ca");
    }

    private void times() {
        chains.put("leaf-expired", chain(leaf(OVER).uri(WEB), issuer));
        expect("leaf-expired", "client", "current", NOW, "expired");
        chains.put("leaf-not-yet-valid", chain(leaf(TO_COME).uri(WEB), issuer));
        expect("leaf-not-yet-valid", "client", "current", NOW, "not_yet_valid");
        chains.put(
                "issuer-expired", chain(leaf(LONG).uri(WEB), Signing.issuer(root, DOMAIN, OVER)));
        expect("issuer-expired", "client", "current", NOW, "expired");
        chains.put(
                "issuer-not-yet-valid",
                chain(leaf(LONG).uri(WEB), Signing.issuer(root, DOMAIN, TO_COME)));
        expect("issuer-not-yet-valid", "client", "current", NOW, "not_yet_valid");
        Signing oldRoot = Signing.root(DOMAIN, 3, OVER);
        bundles.put("over", List.of(oldRoot.certificate()));
        chains.put(
                "root-expired", chain(leaf(LONG).uri(WEB), Signing.issuer(oldRoot, DOMAIN, LONG)));
        expect("root-expired", "client", "over", NOW, "expired");
        Signing newRoot = Signing.root(DOMAIN, 4, TO_COME);
        bundles.put("to-come", List.of(newRoot.certificate()));
        chains.put(
                "root-not-yet-valid",
                chain(leaf(LONG).uri(WEB), Signing.issuer(newRoot, DOMAIN, LONG)));
        expect("root-not-yet-valid", "client", "to-come", NOW, "not_yet_valid");
    }

    private void constraints() {
        Signing narrow = Signing.issuer(root, "other.local", LONG);
        chains.put("issuer-of-other-names", chain(leaf(LONG).uri(WEB), narrow));
        expect("issuer-of-other-names", "server", "current", NOW, "name_constraints");
    }

    private void ids() {
        chains.put("id-none", chain(leaf(LONG).dns(List.of("web.shop.svc")), issuer));
        chains.put("id-twice", chain(leaf(LONG).uri(WEB).uri(WEB + "2"), issuer));
        Map.ofEntries(
                        Map.entry("id-https", "https://cluster.local/ns/shop/sa/web"),
                        Map.entry("id-without-path", "spiffe://cluster.local"),
                        Map.entry("id-root-path", "spiffe://cluster.local/"),
                        Map.entry("id-last-slash", WEB + "/"),
                        Map.entry("id-empty-segment", "spiffe://cluster.local/ns//sa/web"),
                        Map.entry("id-dot", "spiffe://cluster.local/ns/./sa/web"),
                        Map.entry("id-dot-dot", "spiffe://cluster.local/ns/../sa/web"),
                        Map.entry("id-query", WEB + "?a=b"),
                        Map.entry("id-fragment", WEB + "#a"),
                        Map.entry("id-port", "spiffe://cluster.local:8443/ns/shop/sa/web"),
                        Map.entry("id-user", "spiffe://root@cluster.local/ns/shop/sa/web"),
                        Map.entry("id-percent", "spiffe://cluster.local/ns/sh%6fp/sa/web"),
                        Map.entry("id-upper-case-domain", "spiffe://Cluster.local/ns/shop/sa/web"))
                .entrySet()
                .stream()
                .sorted(Map.Entry.comparingByKey())
                .forEach(entry ->
                        chains.put(
                                entry.getKey(), chain(leaf(LONG).uri(entry.getValue()), issuer)));
        chains.keySet().stream()
                .filter(name -> name.startsWith("id-"))
                .forEach(name -> expect(name, "client", "current", NOW, "spiffe_id"));
        chains.put("order-reversed", good.reversed());
        expect("order-reversed", "client", "current", NOW, "spiffe_id");
    }

    private void usages() {
        chains.put(
                "leaf-is-ca",
                chain(
                        form(LONG)
                                .authority(new BasicConstraints(true))
                                .usage(KeyUsage.digitalSignature)
                                .purposes(BOTH)
                                .uri(WEB),
                        Signing.issuer(root, DOMAIN, LONG, new BasicConstraints(true))));
        chains.put(
                "leaf-signs-certificates",
                chain(
                        bare(LONG)
                                .usage(KeyUsage.digitalSignature | KeyUsage.keyCertSign)
                                .purposes(BOTH)
                                .uri(WEB),
                        issuer));
        chains.put(
                "leaf-signs-crls",
                chain(
                        bare(LONG)
                                .usage(KeyUsage.digitalSignature | KeyUsage.cRLSign)
                                .purposes(BOTH)
                                .uri(WEB),
                        issuer));
        chains.put(
                "leaf-for-servers-only",
                chain(
                        bare(LONG)
                                .usage(KeyUsage.digitalSignature)
                                .purposes(KeyPurposeId.id_kp_serverAuth)
                                .uri(WEB),
                        issuer));
        chains.put(
                "leaf-for-code",
                chain(
                        bare(LONG)
                                .usage(KeyUsage.digitalSignature)
                                .purposes(KeyPurposeId.id_kp_codeSigning)
                                .uri(WEB),
                        issuer));
        for (String name :
                List.of(
                        "leaf-is-ca",
                        "leaf-signs-certificates",
                        "leaf-signs-crls",
                        "leaf-for-servers-only",
                        "leaf-for-code")) {
            expect(name, "client", "current", NOW, "other");
        }
        expect("leaf-for-servers-only", "server", "current", NOW, "ok", WEB);
        chains.put(
                "leaf-for-clients-only",
                chain(
                        bare(LONG)
                                .usage(KeyUsage.digitalSignature)
                                .purposes(KeyPurposeId.id_kp_clientAuth)
                                .uri(WEB),
                        issuer));
        expect("leaf-for-clients-only", "server", "current", NOW, "other");
        expect("leaf-for-clients-only", "client", "current", NOW, "ok", WEB);
        ASN1ObjectIdentifier unheardOf = new ASN1ObjectIdentifier("1.3.6.1.4.1.99999.1");
        chains.put(
                "leaf-with-unknown-critical",
                chain(
                        leaf(LONG).extension(unheardOf, true, new DERUTF8String("?")).uri(WEB),
                        issuer));
        expect("leaf-with-unknown-critical", "client", "current", NOW, "other");
    }

    private void paths() {
        SecretKey key = SecretKey.of(pair().getPrivate());
        X509Certificate signingLeaf =
                bare(LONG, KeyPairs.publicKey(key))
                        .usage(KeyUsage.digitalSignature)
                        .purposes(BOTH)
                        .uri(WEB)
                        .signedBy(issuer.certificate(), issuer.key(), RANDOM);
        X509Certificate child =
                leaf(LONG)
                        .uri("spiffe://cluster.local/ns/shop/sa/admin")
                        .signedBy(signingLeaf, key, RANDOM);
        chains.put("signed-by-a-leaf", List.of(child, signingLeaf, issuer.certificate()));
        expect("signed-by-a-leaf", "client", "current", NOW, "other");
        Signing below = Signing.issuer(issuer, DOMAIN, LONG);
        chains.put(
                "issuer-below-issuer",
                List.of(
                        chain(leaf(LONG).uri(WEB), below).getFirst(),
                        below.certificate(),
                        issuer.certificate()));
        expect("issuer-below-issuer", "client", "current", NOW, "other");
        SecretKey mute = SecretKey.of(pair().getPrivate());
        X509Certificate silent =
                CertificateForm.of(
                                Signing.name(DOMAIN, "issuing 9"), LONG, KeyPairs.publicKey(mute))
                        .uri("spiffe://cluster.local")
                        .authority(new BasicConstraints(0))
                        .permittedUriHost(DOMAIN)
                        .usage(KeyUsage.cRLSign)
                        .signedBy(root.certificate(), root.key(), RANDOM);
        chains.put("issuer-must-not-sign", chain(leaf(LONG).uri(WEB), new Signing(silent, mute)));
        expect("issuer-must-not-sign", "client", "current", NOW, "other");
    }

    private void expect(String chain, String side, String bundle, Instant time, String verdict) {
        expect(chain, side, bundle, time, verdict, "-");
    }

    private void expect(
            String chain, String side, String bundle, Instant time, String verdict, String id) {
        expectations.add(new Expectation(chain, side, DOMAIN, bundle, time, verdict, id));
    }

    private static List<X509Certificate> chain(CertificateForm leaf, Signing signing) {
        return List.of(
                leaf.signedBy(signing.certificate(), signing.key(), RANDOM), signing.certificate());
    }

    private static CertificateForm leaf(Validity validity) {
        return bare(validity).usage(KeyUsage.digitalSignature).purposes(BOTH);
    }

    private static CertificateForm bare(Validity validity) {
        return form(validity).authority(new BasicConstraints(false));
    }

    private static CertificateForm bare(Validity validity, PublicKey key) {
        return CertificateForm.of(Signing.name(DOMAIN, "leaf"), validity, key)
                .authority(new BasicConstraints(false));
    }

    private static CertificateForm form(Validity validity) {
        return CertificateForm.of(CertificateForm.NOBODY, validity, pair().getPublic());
    }

    private static KeyPair pair() {
        return KeyPairs.generate(RANDOM);
    }

    private static Validity between(int fromDays, int toDays) {
        return new Validity(NOW.plus(Duration.ofDays(fromDays)), NOW.plus(Duration.ofDays(toDays)));
    }
}
