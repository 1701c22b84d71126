package dev.tulle.proxy.settings;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tulle.proxy.model.IpAddress;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DefaultGatewaysTest {
    @TempDir Path kernel;

    @Test
    void readsTheGatewaysOfBothFamilies() throws IOException {
        Files.writeString(
                kernel.resolve("route"),
                """
                Iface\tDestination\tGateway \tFlags\tRefCnt\tUse\tMetric\tMask\t\tMTU\tWindow\tIRTT
                eth0\t00000000\t0100F40A\t0003\t0\t0\t0\t00000000\t0\t0\t0
                eth0\t0000F40A\t00000000\t0001\t0\t0\t0\t00FFFFFF\t0\t0\t0
                """);
        Files.writeString(
                kernel.resolve("ipv6_route"),
                """
                fd000000000000000000000000000000 40 00000000000000000000000000000000 00 00000000000000000000000000000000 00000100 00000001 00000000 00000001 eth0
                00000000000000000000000000000000 00 00000000000000000000000000000000 00 fd000000000000000000000000000001 00000400 00000001 00000000 00000003 eth0
                00000000000000000000000000000000 00 00000000000000000000000000000000 00 00000000000000000000000000000000 ffffffff 00000001 00000000 00200200 lo
                """);

        assertThat(DefaultGateways.read(kernel))
                .containsExactlyInAnyOrder(
                        IpAddress.parse("10.244.0.1"), IpAddress.parse("fd00::1"));
    }

    @Test
    void findsNoneWhereTheKernelListsNone() {
        assertThat(DefaultGateways.read(kernel)).isEmpty();
    }
}
