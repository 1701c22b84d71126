package dev.tulle.proxy.discovery;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ReconnectTest {
    private static final InetSocketAddress A =
            new InetSocketAddress(InetAddress.getLoopbackAddress(), 1);
    private static final InetSocketAddress B =
            new InetSocketAddress(InetAddress.getLoopbackAddress(), 2);

    @Test
    void doublesDelayUpToFiveSecondsWithJitter() {
        ReconnectDelay delay = new ReconnectDelay(new Random(7));
        long base = 100;
        for (int i = 0; i < 20; i++) {
            assertThat(delay.next().toMillis())
                    .as("try %d, seed 7", i)
                    .isBetween(base / 2 - 1, base * 3 / 2);
            base = Math.min(5_000, base * 2);
        }
        delay.reset();
        assertThat(delay.next().toMillis()).isBetween(49L, 150L);
    }

    @Test
    void neverChoosesTheAddressBeforeWhileThereIsAnother() {
        Addresses addresses = new Addresses(new Random(7));
        InetSocketAddress last = addresses.choose(List.of(A, B));
        for (int i = 0; i < 20; i++) {
            InetSocketAddress next = addresses.choose(List.of(A, B));
            assertThat(next).as("try %d, seed 7", i).isNotEqualTo(last);
            last = next;
        }
    }

    @Test
    void choosesTheOnlyAddressAgain() {
        Addresses addresses = new Addresses(new Random(7));
        addresses.choose(List.of(A));

        assertThat(addresses.choose(List.of(A))).isEqualTo(A);
    }
}
