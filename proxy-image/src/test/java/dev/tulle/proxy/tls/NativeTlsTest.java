package dev.tulle.proxy.tls;

import static org.assertj.core.api.Assertions.assertThat;

import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Provider;
import java.security.Security;
import java.util.Arrays;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.Test;

class NativeTlsTest {
    private static final String WEB = "spiffe://cluster.local/ns/shop/sa/web";

    @Test
    void leavesJavasOwnTlsAsItWas() throws Exception {
        NativeTls.ensureLoaded();

        assertThat(SSLContext.getInstance("TLS").getProvider().getName()).isEqualTo("SunJSSE");
        assertThat(Arrays.stream(Security.getProviders()).map(Provider::getName))
                .doesNotContain("TulleTlsVersions")
                .doesNotHaveDuplicates();
    }

    @Test
    void acceptsTheKeyOfALeafAndNoOther() throws Exception {
        TestAuthority authority = TestAuthority.of("cluster.local");
        TestAuthority.Leaf leaf = authority.leaf(WEB);
        TestAuthority.Leaf other = authority.leaf(WEB);

        assertThat(KeyFit.test(leaf.key(), leaf.chain().getFirst())).isTrue();
        assertThat(KeyFit.test(other.key(), leaf.chain().getFirst())).isFalse();
    }

    @Test
    void refusesAKeyOfAnotherKind() throws Exception {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
        generator.initialize(2048);
        KeyPair rsa = generator.generateKeyPair();
        TestAuthority.Leaf leaf = TestAuthority.of("cluster.local").leaf(WEB);

        assertThat(KeyFit.test(rsa.getPrivate(), leaf.chain().getFirst())).isFalse();
    }
}
