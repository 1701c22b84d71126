package dev.tulle.proxy.tls;

import io.netty.internal.tcnative.Buffer;
import io.netty.internal.tcnative.SSL;
import io.netty.internal.tcnative.SSLContext;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.PrivateKey;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.util.Base64;

/// Whether a key is that of a leaf, by the TLS library, which refuses a pair that does not belong
/// together. A signature by Java would say the same, but in a proxy that starts its arithmetic is
/// not compiled yet and takes 80 ms.
final class KeyFit {
    private static final Base64.Encoder BASE64 = Base64.getMimeEncoder();

    private KeyFit() {}

    static boolean test(PrivateKey key, X509Certificate leaf) throws CertificateEncodingException {
        NativeTls.ensureLoaded();
        byte[] certificate = leaf.getEncoded();
        try {
            long context = SSLContext.make(SSL.SSL_PROTOCOL_TLSV1_3, SSL.SSL_MODE_SERVER);
            try {
                return test(context, certificate, key.getEncoded());
            } finally {
                SSLContext.free(context);
            }
        } catch (Exception refused) {
            SSL.clearError();
            return false;
        }
    }

    private static boolean test(long context, byte[] certificate, byte[] key) throws Exception {
        long connection = SSL.newSSL(context, true);
        try {
            long chain = parsed("CERTIFICATE", certificate, SSL::parseX509Chain);
            try {
                long secret = parsed("PRIVATE KEY", key, pem -> SSL.parsePrivateKey(pem, null));
                try {
                    SSL.setKeyMaterial(connection, chain, secret);
                    return true;
                } finally {
                    SSL.freePrivateKey(secret);
                }
            } finally {
                SSL.freeX509Chain(chain);
            }
        } finally {
            SSL.freeSSL(connection);
        }
    }

    /// Reads what lies in a buffer of the library.
    private interface Parser {
        long parse(long bio) throws Exception;
    }

    private static long parsed(String type, byte[] der, Parser parser) throws Exception {
        long bio = SSL.newMemBIO();
        try {
            write(pem(type, der), bio);
            return parser.parse(bio);
        } finally {
            SSL.freeBIO(bio);
        }
    }

    /// The library takes a copy; ours outside the heap is wiped, for it may be a key.
    private static void write(byte[] bytes, long bio) {
        ByteBuffer direct = ByteBuffer.allocateDirect(bytes.length);
        direct.put(bytes);
        int written = SSL.bioWrite(bio, Buffer.address(direct), bytes.length);
        direct.clear().put(new byte[bytes.length]);
        if (written != bytes.length) {
            throw new IllegalStateException("the TLS library has no memory for a certificate");
        }
    }

    private static byte[] pem(String type, byte[] der) {
        String text =
                "-----BEGIN "
                        + type
                        + "-----\n"
                        + BASE64.encodeToString(der)
                        + "\n-----END "
                        + type
                        + "-----\n";
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
