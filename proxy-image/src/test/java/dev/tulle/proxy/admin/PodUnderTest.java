package dev.tulle.proxy.admin;

import dev.tulle.proxy.model.IpAddress;
import dev.tulle.proxy.model.LocalWorkload;
import java.util.List;

/// A pod for tests of the admin room.
final class PodUnderTest {
    private PodUnderTest() {}

    static LocalWorkload local(String address) {
        return new LocalWorkload(
                "u1",
                "shop",
                "web-1",
                "Deployment",
                "web",
                "web",
                "spiffe://cluster.local/ns/shop/sa/web",
                "cluster.local",
                List.of(IpAddress.parse(address)),
                "node-1",
                List.of(),
                "",
                "shop/aa",
                List.of(),
                LocalWorkload.Life.RUNNING);
    }
}
