package dev.tulle.proxy.tls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SpiffeIdTest {
    @Test
    void readsTrustDomainAndPath() {
        SpiffeId id = SpiffeId.parse("spiffe://my_mesh.local/ns/shop/sa/web");

        assertThat(id.trustDomain()).isEqualTo("my_mesh.local");
        assertThat(id.path()).isEqualTo("/ns/shop/sa/web");
        assertThat(id.workload()).isTrue();
        assertThat(id).hasToString("spiffe://my_mesh.local/ns/shop/sa/web");
    }

    @Test
    void tellsSignersFromWorkloads() {
        assertThat(SpiffeId.parse("spiffe://cluster.local").workload()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "http://cluster.local/ns/a/sa/b",
                "SPIFFE://cluster.local/ns/a/sa/b",
                "spiffe:///ns/a/sa/b",
                "spiffe://Cluster.local/ns/a/sa/b",
                "spiffe://cluster.local:8443/ns/a/sa/b",
                "spiffe://user@cluster.local/ns/a/sa/b",
                "spiffe://cluster.local/",
                "spiffe://cluster.local/ns/a/sa/b/",
                "spiffe://cluster.local/ns//sa/b",
                "spiffe://cluster.local/ns/./sa/b",
                "spiffe://cluster.local/ns/../sa/b",
                "spiffe://cluster.local/ns/a/sa/b?x=1",
                "spiffe://cluster.local/ns/a/sa/b#x",
                "spiffe://cluster.local/ns/a%2Fb",
                "spiffe://clüster.local/ns/a/sa/b",
            })
    void refusesWhatIsNoSpiffeId(String uri) {
        assertThatThrownBy(() -> SpiffeId.parse(uri))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("expected");
    }

    @Test
    void refusesTooLongUris() {
        String uri = "spiffe://cluster.local/" + "a".repeat(2_048);

        assertThatThrownBy(() -> SpiffeId.parse(uri))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("2048");
    }
}
