package dev.tulle.proxy.discovery;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tulle.proxy.model.Address;
import dev.tulle.proxy.model.IpAddress;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class WantedDestinationsTest {
    private static final int MOST = WantedDestinations.Limits.USUAL.most();
    private static final long SECOND = Duration.ofSeconds(1).toNanos();

    private final Map<Address, Long> lastUsed = new HashMap<>();
    private final WantedDestinations wanted =
            new WantedDestinations(
                    WantedDestinations.Limits.USUAL,
                    each -> lastUsed.getOrDefault(each, Long.MIN_VALUE),
                    0);

    private static Address address(int number) {
        return new Address(IpAddress.ofIpv4(0x0a00_0000 + number), 80);
    }

    @Test
    void admitsBurstAndThenTheRate() {
        for (int i = 0; i < 1_000; i++) {
            assertThat(wanted.admit(address(i), 0)).as("number %d of the burst", i).isTrue();
        }

        assertThat(wanted.admit(address(1_000), 0)).isFalse();
        assertThat(wanted.admit(address(1_001), SECOND / 200)).isTrue();
        assertThat(wanted.admit(address(1_002), SECOND / 200)).isFalse();
    }

    @Test
    void evictsLeastRecentlyUsedAboveTheBound() {
        for (int i = 0; i <= MOST; i++) {
            assertThat(wanted.admit(address(i), i * SECOND)).isTrue();
        }
        lastUsed.put(address(0), 5_000 * SECOND);
        Address newest = address(MOST);

        List<Address> evicted = wanted.evictSurplus(List.of(newest));

        assertThat(evicted)
                .as("the oldest go, but not one that is in use")
                .hasSize(65)
                .contains(address(1), address(65))
                .doesNotContain(address(0), newest);
        assertThat(wanted.all()).hasSize(MOST + 1 - 65);
    }

    @Test
    void dropsWhatNobodyUsedForTenMinutes() {
        wanted.admit(address(1), 0);
        wanted.admit(address(2), 0);
        lastUsed.put(address(2), 300 * SECOND);

        assertThat(wanted.evictIdle(599 * SECOND)).isEmpty();
        assertThat(wanted.evictIdle(600 * SECOND)).containsExactly(address(1));
        assertThat(wanted.all()).containsExactly(address(2));
    }
}
