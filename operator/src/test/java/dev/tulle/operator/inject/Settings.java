package dev.tulle.operator.inject;

import io.fabric8.kubernetes.api.model.Quantity;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/// Settings of a mesh for the goldens.
final class Settings {

    private Settings() {}

    /// A case whose name begins with `tuned` has a MeshInstall that says everything.
    static InjectionSettings of(Path name) {
        return name.toString().startsWith("tuned") ? tuned() : plain();
    }

    static InjectionSettings plain() {
        return new InjectionSettings(
                "1.4.0",
                "registry.example/tulle-proxy:1.4.0",
                "registry.example/tulle-init:1.4.0",
                "cluster.local",
                "tulle-discovery.tulle-system.svc:8443",
                "spiffe://cluster.local/ns/tulle-system/sa/tulle-discovery",
                Map.of("cpu", new Quantity("50m"), "memory", new Quantity("96Mi")),
                Map.of("memory", new Quantity("192Mi")),
                List.of(),
                List.of(),
                Duration.ofSeconds(30));
    }

    private static InjectionSettings tuned() {
        InjectionSettings plain = plain();
        return new InjectionSettings(
                plain.version(),
                plain.proxyImage(),
                plain.initImage(),
                "prod.example.com",
                plain.discoveryAddress(),
                "spiffe://prod.example.com/ns/tulle-system/sa/tulle-discovery",
                Map.of("cpu", new Quantity("2"), "memory", new Quantity("256Mi")),
                Map.of("memory", new Quantity("384Mi")),
                List.of(9100, 2379),
                List.of(6443),
                Duration.ofMinutes(2));
    }
}
