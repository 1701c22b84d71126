package dev.tulle.operator.certificates;

import java.io.IOException;
import java.math.BigInteger;
import java.security.NoSuchAlgorithmException;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.x500.RDN;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.GeneralSubtree;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.asn1.x509.NameConstraints;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.cert.X509v3CertificateBuilder;
import org.bouncycastle.cert.jcajce.JcaX509ExtensionUtils;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/// The names, usages and times of a certificate that is about to be signed.
///
/// Anything can be written down here, wrong things too: the negative chains of the tests come from
/// this form. What is right is decided by the callers.
final class CertificateForm {
    static final X500Name NOBODY = new X500Name(new RDN[0]);
    private static final String SIGNATURE = "SHA256withECDSA";

    private record Part(ASN1ObjectIdentifier oid, boolean critical, ASN1Encodable value) {}

    private final X500Name subject;
    private final Validity validity;
    private final PublicKey publicKey;
    private final List<GeneralName> names = new ArrayList<>();
    private final List<Part> parts = new ArrayList<>();

    private CertificateForm(X500Name subject, Validity validity, PublicKey publicKey) {
        this.subject = subject;
        this.validity = validity;
        this.publicKey = publicKey;
    }

    static CertificateForm of(X500Name subject, Validity validity, PublicKey publicKey) {
        return new CertificateForm(subject, validity, publicKey);
    }

    CertificateForm uri(String uri) {
        names.add(new GeneralName(GeneralName.uniformResourceIdentifier, uri));
        return this;
    }

    CertificateForm dns(List<String> hosts) {
        hosts.forEach(host -> names.add(new GeneralName(GeneralName.dNSName, host)));
        return this;
    }

    CertificateForm authority(BasicConstraints constraints) {
        return extension(Extension.basicConstraints, true, constraints);
    }

    CertificateForm permittedUriHost(String host) {
        GeneralName name = new GeneralName(GeneralName.uniformResourceIdentifier, host);
        GeneralSubtree[] permitted = {new GeneralSubtree(name)};
        return extension(Extension.nameConstraints, true, new NameConstraints(permitted, null));
    }

    CertificateForm usage(int bits) {
        return extension(Extension.keyUsage, true, new KeyUsage(bits));
    }

    CertificateForm purposes(KeyPurposeId... purposes) {
        return extension(Extension.extendedKeyUsage, false, new ExtendedKeyUsage(purposes));
    }

    CertificateForm extension(ASN1ObjectIdentifier oid, boolean critical, ASN1Encodable value) {
        parts.add(new Part(oid, critical, value));
        return this;
    }

    X509Certificate selfSigned(SecretKey key, SecureRandom random) {
        return sign(subject, publicKey, key, random);
    }

    X509Certificate signedBy(X509Certificate signer, SecretKey key, SecureRandom random) {
        X500Name issuer = X500Name.getInstance(signer.getSubjectX500Principal().getEncoded());
        return sign(issuer, signer.getPublicKey(), key, random);
    }

    private X509Certificate sign(
            X500Name issuer, PublicKey issuerPublicKey, SecretKey key, SecureRandom random) {
        BigInteger serial = Serial.next(random);
        SubjectPublicKeyInfo info = SubjectPublicKeyInfo.getInstance(publicKey.getEncoded());
        X509v3CertificateBuilder builder =
                new X509v3CertificateBuilder(
                        issuer,
                        serial,
                        Date.from(validity.notBefore()),
                        Date.from(validity.notAfter()),
                        subject,
                        info);
        try {
            JcaX509ExtensionUtils ids = new JcaX509ExtensionUtils();
            builder.addExtension(
                    Extension.subjectKeyIdentifier,
                    false,
                    ids.createSubjectKeyIdentifier(publicKey));
            builder.addExtension(
                    Extension.authorityKeyIdentifier,
                    false,
                    ids.createAuthorityKeyIdentifier(issuerPublicKey));
            if (!names.isEmpty()) {
                builder.addExtension(
                        Extension.subjectAlternativeName,
                        subject.equals(NOBODY),
                        new GeneralNames(names.toArray(new GeneralName[0])));
            }
            for (Part part : parts) {
                builder.addExtension(part.oid(), part.critical(), part.value());
            }
            JcaContentSignerBuilder signer =
                    new JcaContentSignerBuilder(SIGNATURE)
                            .setProvider(BouncyCastle.PROVIDER)
                            .setSecureRandom(random);
            return CertificatePem.ofDer(builder.build(signer.build(key.key())).getEncoded());
        } catch (IOException | NoSuchAlgorithmException | OperatorCreationException e) {
            throw new IllegalStateException("certificate cannot be signed: " + e.getMessage(), e);
        }
    }
}
