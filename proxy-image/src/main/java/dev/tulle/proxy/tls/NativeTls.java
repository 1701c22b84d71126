package dev.tulle.proxy.tls;

import io.netty.handler.ssl.OpenSsl;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslProvider;
import io.netty.util.ReferenceCountUtil;
import java.security.KeyManagementException;
import java.security.Provider;
import java.security.SecureRandom;
import java.security.Security;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.List;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContextSpi;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLServerSocketFactory;
import javax.net.ssl.SSLSessionContext;
import javax.net.ssl.SSLSocketFactory;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509TrustManager;
import org.jspecify.annotations.Nullable;

/// Loads the native TLS library without Java's own TLS. Netty asks that one once which versions it
/// speaks and whether its trust managers can be unwrapped, which costs every start 45 ms and 170
/// classes that nothing uses: while the library is loaded, somebody else answers.
final class NativeTls {
    private static final String OWN = "SunJSSE";
    private static final String NOTHING_ELSE = "this is only there while a library is loaded";
    private static final boolean LOADED = load();

    private NativeTls() {}

    static void ensureLoaded() {
        if (!LOADED) {
            OpenSsl.ensureAvailability();
        }
    }

    /// Happens once, before anything else of this process can want Java's own TLS; afterwards it is
    /// where it was.
    private static boolean load() {
        Provider answering = new Versions();
        Provider own = Security.getProvider(OWN);
        int place = List.of(Security.getProviders()).indexOf(own) + 1;
        Security.removeProvider(OWN);
        Security.insertProviderAt(answering, 1);
        try {
            if (OpenSsl.isAvailable()) {
                ReferenceCountUtil.release(anyContext());
            }
            return OpenSsl.isAvailable();
        } catch (SSLException e) {
            throw new IllegalStateException("the TLS library makes no context", e);
        } finally {
            Security.removeProvider(answering.getName());
            if (own != null) {
                Security.insertProviderAt(own, place);
            }
        }
    }

    private static SslContext anyContext() throws SSLException {
        return SslContextBuilder.forClient()
                .sslProvider(SslProvider.OPENSSL_REFCNT)
                .trustManager(new TrustNobody())
                .endpointIdentificationAlgorithm(null)
                .build();
    }

    private static final class TrustNobody implements X509TrustManager {
        @Override
        public void checkClientTrusted(X509Certificate[] chain, String authType)
                throws CertificateException {
            throw new CertificateException(NOTHING_ELSE);
        }

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String authType)
                throws CertificateException {
            throw new CertificateException(NOTHING_ELSE);
        }

        @Override
        public X509Certificate[] getAcceptedIssuers() {
            return new X509Certificate[0];
        }
    }

    private static final class Versions extends Provider {
        private static final long serialVersionUID = 1;

        private Versions() {
            super("TulleTlsVersions", "1", "answers which versions of TLS there are");
            putService(new Contexts(this));
        }
    }

    private static final class Contexts extends Provider.Service {
        private Contexts(Provider provider) {
            super(provider, "SSLContext", "TLS", Context.class.getName(), null, null);
        }

        @Override
        public Object newInstance(@Nullable Object parameter) {
            return new Context();
        }
    }

    /// Knows its versions and can do nothing else.
    private static final class Context extends SSLContextSpi {
        @Override
        protected SSLParameters engineGetSupportedSSLParameters() {
            return new SSLParameters(new String[0], new String[] {"TLSv1.2", "TLSv1.3"});
        }

        @Override
        protected SSLParameters engineGetDefaultSSLParameters() {
            return engineGetSupportedSSLParameters();
        }

        @Override
        protected void engineInit(
                KeyManager @Nullable [] keys,
                TrustManager @Nullable [] trust,
                @Nullable SecureRandom random)
                throws KeyManagementException {}

        @Override
        protected SSLSocketFactory engineGetSocketFactory() {
            throw new UnsupportedOperationException(NOTHING_ELSE);
        }

        @Override
        protected SSLServerSocketFactory engineGetServerSocketFactory() {
            throw new UnsupportedOperationException(NOTHING_ELSE);
        }

        @Override
        protected SSLEngine engineCreateSSLEngine() {
            throw new UnsupportedOperationException(NOTHING_ELSE);
        }

        @Override
        protected SSLEngine engineCreateSSLEngine(String host, int port) {
            throw new UnsupportedOperationException(NOTHING_ELSE);
        }

        @Override
        protected SSLSessionContext engineGetServerSessionContext() {
            throw new UnsupportedOperationException(NOTHING_ELSE);
        }

        @Override
        protected SSLSessionContext engineGetClientSessionContext() {
            throw new UnsupportedOperationException(NOTHING_ELSE);
        }
    }
}
