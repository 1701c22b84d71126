package dev.tulle.proxy.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ProxySettingsTest {

    private static Map<String, String> injected() {
        Map<String, String> env = new HashMap<>();
        env.put("TULLE_POD_NAME", "web-7d4b9-x2x");
        env.put("TULLE_POD_NAMESPACE", "shop");
        env.put("TULLE_POD_UID", "5a7f1c9e-0000-4000-8000-1234567890ab");
        env.put("TULLE_POD_IPS", "10.244.0.7,fd00::7");
        env.put("TULLE_NODE_NAME", "node-1");
        env.put("TULLE_SERVICE_ACCOUNT", "web");
        env.put("TULLE_TRUST_DOMAIN", "cluster.local");
        env.put("TULLE_DISCOVERY_ADDRESS", "tulle-discovery.tulle-system.svc:8443");
        env.put("TULLE_DISCOVERY_ID", "spiffe://cluster.local/ns/tulle-system/sa/tulle-discovery");
        env.put("TULLE_IDENTITY_DIR", "/etc/tulle/identity");
        env.put("TULLE_RUN_DIR", "/run/tulle");
        env.put("TULLE_DRAIN_SECONDS", "30");
        env.put("TULLE_LOOPS", "2");
        env.put("TULLE_VERSION", "0.1.0");
        env.put("TULLE_MEMORY_LIMIT_BYTES", Long.toString(192L << 20));
        return env;
    }

    @Test
    void readsWhatInjectionSets() {
        ProxySettings settings = ProxySettings.from(injected());

        assertThat(settings.podAddresses()).containsExactly("10.244.0.7", "fd00::7");
        assertThat(settings.discoveryAddress())
                .isEqualTo(new HostAndPort("tulle-discovery.tulle-system.svc", 8443));
        assertThat(settings.identityDirectory()).isEqualTo(Path.of("/etc/tulle/identity"));
        assertThat(settings.drain()).isEqualTo(Duration.ofSeconds(30));
        assertThat(settings.loops()).isEqualTo(2);
        assertThat(settings.spiffeId()).isEqualTo("spiffe://cluster.local/ns/shop/sa/web");
    }

    @Test
    void boundsConnectionsByTheMemoryLimit() {
        assertThat(ProxySettings.from(injected()).maxConnections()).isEqualTo(4_096);
    }

    @ParameterizedTest(name = "{0}={1}")
    @CsvSource({
        "TULLE_LOOPS, two, a whole number from 1 to 64",
        "TULLE_LOOPS, 0, a whole number from 1 to 64",
        "TULLE_LOOPS, 65, a whole number from 1 to 64",
        "TULLE_POD_IPS, '10.0.0.1,web', IP addresses",
        "TULLE_DISCOVERY_ADDRESS, tulle-discovery, host:port",
        "TULLE_DISCOVERY_ADDRESS, tulle-discovery:99999, a port from 1 to 65535",
        "TULLE_DISCOVERY_ID, https://cluster.local/x, a SPIFFE id",
        "TULLE_RUN_DIR, run/tulle, an absolute path",
        "TULLE_POD_NAMESPACE, Shop, a DNS name",
        "TULLE_MEMORY_LIMIT_BYTES, 192Mi, a whole number",
    })
    void refusesBadValueInOneLine(String variable, String value, String expected) {
        Map<String, String> env = injected();
        env.put(variable, value);

        assertThatThrownBy(() -> ProxySettings.from(env))
                .isInstanceOf(BadSettingException.class)
                .hasMessageContaining(variable)
                .hasMessageContaining(expected)
                .hasMessageNotContaining("\n");
    }

    @ParameterizedTest
    @ValueSource(strings = {"TULLE_POD_UID", "TULLE_TRUST_DOMAIN", "TULLE_DRAIN_SECONDS"})
    void refusesMissingVariable(String variable) {
        Map<String, String> env = injected();
        env.remove(variable);

        assertThatThrownBy(() -> ProxySettings.from(env)).hasMessageStartingWith(variable);
    }
}
