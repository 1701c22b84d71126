package dev.tulle.proxy.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.net.UnknownHostException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class IpAddressTest {
    @ParameterizedTest
    @CsvSource({
        "10.0.0.1, 10.0.0.1",
        "255.255.255.255, 255.255.255.255",
        "::1, ::1",
        "::, ::",
        "fd00:0:0:0:0:0:0:1, fd00::1",
        "2001:db8:0:0:1:0:0:1, 2001:db8::1:0:0:1",
        "2001:DB8::A, 2001:db8::a",
        "2001:db8:0:1:1:1:1:1, 2001:db8:0:1:1:1:1:1",
        "1:2:3:4:5:6:7::, 1:2:3:4:5:6:7:0",
        "::ffff:10.0.0.1, 10.0.0.1",
        "64:ff9b::192.0.2.1, 64:ff9b::c000:201",
        "fd74:756c:6c65::2337, fd74:756c:6c65::2337"
    })
    void readsAndPrintsTheCanonicalText(String text, String canonical) throws UnknownHostException {
        IpAddress address = IpAddress.parse(text);

        assertThat(address).hasToString(canonical);
        assertThat(address.bytes())
                .as("the JDK reads the same bytes")
                .isEqualTo(InetAddress.ofLiteral(text).getAddress());
        assertThat(IpAddress.of(address.bytes())).isEqualTo(address);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "1",
                "1.2.3",
                "1.2.3.4.5",
                "256.1.1.1",
                "01.2.3.4",
                "1.2.3.",
                "a.b.c.d",
                "+1.2.3.4",
                ":",
                ":::",
                "1::2::3",
                "1:2:3:4:5:6:7:8:9",
                "12345::",
                "g::",
                "::1.2.3",
                "1:2",
                "1:2:3:4:5:6:7:8::",
                "fe80::1%eth0"
            })
    void refusesWhatIsNoAddress(String text) {
        assertThatThrownBy(() -> IpAddress.parse(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("expected 192.0.2.1");
    }

    @Test
    void knowsAddressesThatCannotBeMeant() {
        assertThat(IpAddress.parse("127.3.2.1").isLoopback()).isTrue();
        assertThat(IpAddress.parse("::1").isLoopback()).isTrue();
        assertThat(IpAddress.parse("128.0.0.1").isLoopback()).isFalse();
        assertThat(IpAddress.parse("0.0.0.0").isUnspecified()).isTrue();
        assertThat(IpAddress.parse("::").isUnspecified()).isTrue();
        assertThat(IpAddress.parse("239.1.2.3").isMulticast()).isTrue();
        assertThat(IpAddress.parse("ff02::1").isMulticast()).isTrue();
    }

    @ParameterizedTest
    @CsvSource({
        "10.0.0.0/8, 10.255.1.1, true",
        "10.0.0.0/8, 11.0.0.0, false",
        "10.96.0.0/12, 10.111.255.255, true",
        "10.96.0.0/12, 10.112.0.0, false",
        "0.0.0.0/0, 1.2.3.4, true",
        "0.0.0.0/0, ::1, false",
        "10.1.2.3/32, 10.1.2.3, true",
        "fd00::/8, fdff::1, true",
        "fd00::/64, fd00:0:0:1::, false",
        "fd00::/65, fd00::8000:0:0:0, false",
        "::/0, 1.2.3.4, false"
    })
    void tellsWhatIsInARange(String range, String address, boolean contained) {
        assertThat(Cidr.parse(range).contains(IpAddress.parse(address))).isEqualTo(contained);
    }

    @ParameterizedTest
    @CsvSource({"10.0.0.1:80, 10.0.0.1:80", "[fd00::1]:443, [fd00::1]:443"})
    void readsAddressesWithPorts(String text, String canonical) {
        assertThat(Address.parse(text)).hasToString(canonical);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "10.0.0.1",
                "10.0.0.1:",
                "10.0.0.1:0",
                "10.0.0.1:65536",
                "fd00::1:80",
                "a:80"
            })
    void refusesAddressesWithoutAPort(String text) {
        assertThatThrownBy(() -> Address.parse(text)).isInstanceOf(IllegalArgumentException.class);
    }
}
