package dev.tulle.operator.certificates;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SpiffeIdTest {
    @Test
    void readsTheIdOfAWorkload() {
        SpiffeId id = SpiffeId.parse("spiffe://cluster.local/ns/shop/sa/web");

        assertThat(id).isEqualTo(SpiffeId.workload("cluster.local", "shop", "web"));
        assertThat(id).hasToString("spiffe://cluster.local/ns/shop/sa/web");
    }

    @Test
    void readsATrustDomainThatIsNoHostName() {
        assertThat(SpiffeId.parse("spiffe://my_domain/x").trustDomain()).isEqualTo("my_domain");
    }

    @Test
    void refusesMoreThan255BytesOfTrustDomain() {
        assertThatThrownBy(() -> SpiffeId.parse("spiffe://" + "a".repeat(256) + "/x"))
                .hasMessageContaining("255");
    }

    @Test
    void refusesMoreThan2048BytesInAll() {
        assertThatThrownBy(() -> SpiffeId.parse("spiffe://a/" + "x".repeat(2048)))
                .hasMessageContaining("2048");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "https://cluster.local/ns/a/sa/b",
                "SPIFFE://cluster.local/ns/a/sa/b",
                "spiffe:///ns/a/sa/b",
                "spiffe://Cluster.local/ns/a/sa/b",
                "spiffe://cluster.local:8443/ns/a/sa/b",
                "spiffe://root@cluster.local/ns/a/sa/b",
                "spiffe://cluster.local/",
                "spiffe://cluster.local/ns/a/sa/b/",
                "spiffe://cluster.local/ns//sa/b",
                "spiffe://cluster.local/ns/./sa/b",
                "spiffe://cluster.local/ns/../sa/b",
                "spiffe://cluster.local/ns/a/sa/b?x=1",
                "spiffe://cluster.local/ns/a/sa/b#x",
                "spiffe://cluster.local/ns/a%2Fb/sa/c",
                "spiffe://cluster.local/ns/a b",
            })
    void refusesWhatTheStandardForbids(String uri) {
        assertThatThrownBy(() -> SpiffeId.parse(uri))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("not a SPIFFE ID");
    }
}
