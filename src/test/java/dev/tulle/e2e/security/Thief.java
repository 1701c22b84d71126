package dev.tulle.e2e.security;

import dev.tulle.e2e.harness.TestNamespace;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.ContainerBuilder;
import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.EnvVarBuilder;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.ServiceAccountBuilder;
import java.util.List;
import java.util.Map;

/// A pod of ServiceAccount `thief` that mounts the identity of `catalog`. Nobody injected it, but
/// by its labels it counts as meshed. In it: a real proxy that says it were the catalog's, and a
/// TLS server on 8080 that shows the catalog's leaf and writes down what it hears.
final class Thief {
    static final String STOLEN = "/stolen";

    private static final String SERVER =
            """
            import socket, ssl
            context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
            context.load_cert_chain('/stolen/tls.crt', '/stolen/tls.key')
            context.set_alpn_protocols(['tulle-h1', 'tulle-h2', 'tulle-tcp'])
            server = socket.create_server(('', 8080))
            while True:
                connection, _ = server.accept()
                print('handshake', flush=True)
                try:
                    with context.wrap_socket(connection, server_side=True) as peer:
                        print('heard', peer.recv(1000), flush=True)
                except OSError as error:
                    print('nothing:', error, flush=True)
            """;

    private Thief() {}

    /// Starts it and waits until it is ready.
    static void start(TestNamespace namespace) {
        namespace.apply(
                new ServiceAccountBuilder()
                        .withNewMetadata()
                        .withName("thief")
                        .endMetadata()
                        .build());
        namespace.apply(
                new PodBuilder()
                        .withNewMetadata()
                        .withName("thief")
                        .withLabels(
                                Map.of(
                                        "app",
                                        "thief",
                                        "mesh.tulle.dev/inject",
                                        "disabled",
                                        "mesh.tulle.dev/proxied",
                                        "true"))
                        .endMetadata()
                        .withNewSpec()
                        .withServiceAccountName("thief")
                        .withTerminationGracePeriodSeconds(1L)
                        .withContainers(tools(namespace), proxy(namespace))
                        .addNewVolume()
                        .withName("stolen")
                        .withNewSecret()
                        .withSecretName("tulle-id-catalog")
                        .endSecret()
                        .endVolume()
                        .addNewVolume()
                        .withName("run")
                        .withNewEmptyDir()
                        .endEmptyDir()
                        .endVolume()
                        .endSpec()
                        .build());
        namespace.ready("thief");
    }

    private static Container tools(TestNamespace namespace) {
        return new ContainerBuilder()
                .withName("tools")
                .withImage(namespace.mesh().cluster().registry() + "/tulle-test-tools:local")
                .withArgs("python3", "-c", SERVER)
                .addNewVolumeMount()
                .withName("stolen")
                .withMountPath(STOLEN)
                .endVolumeMount()
                .build();
    }

    /// As injection made it for the catalog, with its account in the place of the own one.
    private static Container proxy(TestNamespace namespace) {
        var injected =
                namespace.pods("catalog").getFirst().getSpec().getInitContainers().stream()
                        .filter(container -> container.getName().equals("tulle-proxy"))
                        .findFirst()
                        .orElseThrow();
        return new ContainerBuilder()
                .withName("thief-proxy")
                .withImage(injected.getImage())
                .withEnv(injected.getEnv().stream().map(Thief::lie).toList())
                .withSecurityContext(injected.getSecurityContext())
                .withVolumeMounts(
                        List.of(mount("stolen", "/etc/tulle/identity"), mount("run", "/run/tulle")))
                .build();
    }

    private static EnvVar lie(EnvVar variable) {
        return variable.getName().equals("TULLE_SERVICE_ACCOUNT")
                ? new EnvVarBuilder().withName(variable.getName()).withValue("catalog").build()
                : variable;
    }

    private static io.fabric8.kubernetes.api.model.VolumeMount mount(String volume, String path) {
        return new io.fabric8.kubernetes.api.model.VolumeMountBuilder()
                .withName(volume)
                .withMountPath(path)
                .build();
    }
}
