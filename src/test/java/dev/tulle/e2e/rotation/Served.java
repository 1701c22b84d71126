package dev.tulle.e2e.rotation;

import dev.tulle.e2e.harness.TestNamespace;
import java.time.Duration;

/// The certificate that a socket presents, seen from a pod outside the mesh.
record Served(TestNamespace namespace, String app, String address) {
    /// Its serial number in hexadecimal.
    String serial() {
        return namespace
                .run(
                        app,
                        Duration.ofSeconds(20),
                        "sh",
                        "-c",
                        "openssl s_client -connect %s -alpn h2 </dev/null 2>/dev/null | openssl x509 -noout -serial"
                                .formatted(address))
                .text()
                .strip()
                .replace("serial=", "");
    }
}
