package dev.tulle.operator.certificates;

import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.Signature;
import java.security.cert.X509Certificate;
import java.security.interfaces.ECPrivateKey;
import java.security.spec.ECGenParameterSpec;
import org.bouncycastle.jce.ECNamedCurveTable;
import org.bouncycastle.jce.spec.ECParameterSpec;
import org.bouncycastle.jce.spec.ECPublicKeySpec;
import org.bouncycastle.math.ec.ECPoint;

/// ECDSA P-256 keys.
final class KeyPairs {
    private static final byte[] NONCE = {'t', 'u', 'l', 'l', 'e'};

    private KeyPairs() {}

    static KeyPair generate(SecureRandom random) {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("EC", BouncyCastle.PROVIDER);
            generator.initialize(new ECGenParameterSpec("P-256"), random);
            return generator.generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("BouncyCastle has no P-256: " + e.getMessage(), e);
        }
    }

    static PublicKey publicKey(SecretKey key) {
        ECParameterSpec curve = ECNamedCurveTable.getParameterSpec("P-256");
        ECPoint point = curve.getG().multiply(((ECPrivateKey) key.key()).getS());
        try {
            return KeyFactory.getInstance("EC", BouncyCastle.PROVIDER)
                    .generatePublic(new ECPublicKeySpec(point, curve));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("BouncyCastle has no EC keys: " + e.getMessage(), e);
        }
    }

    /// Whether a signature made with the key can be checked with the certificate.
    static boolean fit(X509Certificate certificate, SecretKey key) {
        return fit(certificate.getPublicKey(), key);
    }

    static boolean fit(PublicKey publicKey, SecretKey key) {
        try {
            Signature signer = Signature.getInstance("SHA256withECDSA");
            signer.initSign(key.key());
            signer.update(NONCE);
            byte[] signature = signer.sign();
            Signature verifier = Signature.getInstance("SHA256withECDSA");
            verifier.initVerify(publicKey);
            verifier.update(NONCE);
            return verifier.verify(signature);
        } catch (GeneralSecurityException e) {
            return false;
        }
    }
}
