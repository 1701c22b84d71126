package dev.tulle.proxy.listener;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tulle.proxy.model.Address;
import dev.tulle.proxy.model.IpAddress;
import dev.tulle.proxy.model.LocalWorkload;
import dev.tulle.proxy.model.Workloads;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LoopGuardTest {
    private static final Address OUTBOUND = Address.parse("127.0.0.1:15001");
    private static final Address INBOUND = Address.parse("10.244.0.7:15006");
    private static final LocalWorkload LOCAL =
            Workloads.web(IpAddress.parse("10.244.0.7"), IpAddress.parse("fd00::7"));
    private static final LoopGuard GUARD =
            new LoopGuard(
                    Set.of(15000, 15001, 15006, 15020),
                    Set.of(
                            IpAddress.parse("169.254.233.7"),
                            IpAddress.parse("fd74:756c:6c65::2337")));

    @Test
    void refusesWhatWasNotCaptured() {
        assertThat(GUARD.outbound(null, OUTBOUND)).isFalse();
        assertThat(GUARD.inbound(null, INBOUND, LOCAL)).isFalse();
    }

    @ParameterizedTest
    @CsvSource({
        "10.96.0.1:80, true",
        "93.184.216.34:443, true",
        "[2001:db8::1]:443, true",
        "127.0.0.1:15001, false",
        "10.0.0.1:15000, false",
        "10.0.0.1:15006, false",
        "10.0.0.1:15020, false",
        "127.0.0.1:8080, false",
        "[::1]:8080, false",
        "0.0.0.0:80, false",
        "224.0.0.1:80, false",
        "169.254.233.7:80, false",
        "[fd74:756c:6c65::2337]:80, false"
    })
    void letsTheApplicationCallOnlyWhatCanBeMeant(String original, boolean passes) {
        assertThat(GUARD.outbound(Address.parse(original), OUTBOUND)).isEqualTo(passes);
    }

    @ParameterizedTest
    @CsvSource({
        "10.244.0.7:8080, true",
        "[fd00::7]:8080, true",
        "10.244.0.8:8080, false",
        "10.244.0.7:15000, false",
        "10.244.0.7:15001, false",
        "10.244.0.7:15006, false",
        "10.244.0.7:15020, false"
    })
    void letsOthersCallOnlyThePodItself(String original, boolean passes) {
        assertThat(GUARD.inbound(Address.parse(original), INBOUND, LOCAL)).isEqualTo(passes);
    }
}
