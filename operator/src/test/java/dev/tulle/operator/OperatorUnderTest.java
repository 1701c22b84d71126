package dev.tulle.operator;

import dev.tulle.operator.apiserver.ChartRoles;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.List;
import java.util.Optional;

/// Role operator as it is put together for a cluster, on a real API server and with the rights of
/// the chart.
final class OperatorUnderTest implements AutoCloseable {

    static final String VERSION = "0.1.0";

    private final KubernetesClient client;
    private final Vitals vitals = new Vitals();
    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    private final OperatorRole role;

    /// @param client of the operator's account; closed with this
    OperatorUnderTest(KubernetesClient client, String pod) {
        this.client = client;
        this.role = new OperatorRole(new RoleParts(new Settings(pod), client, registry, vitals));
    }

    void start() throws InterruptedException {
        role.start();
    }

    List<String> whyNotReady() {
        return vitals.whyNotReady();
    }

    List<String> whyNotAlive() {
        return vitals.whyNotAlive();
    }

    SimpleMeterRegistry registry() {
        return registry;
    }

    @Override
    public void close() {
        role.close();
        client.close();
    }

    private record Settings(String name) implements OperatorSettings {
        @Override
        public String version() {
            return VERSION;
        }

        @Override
        public Pod pod() {
            return new LeaderProcess.Pod(name, ChartRoles.NAMESPACE, "uid-of-" + name);
        }

        @Override
        public Image image() {
            return new Images("control-plane:0.1.0", "proxy:0.1.0", "init:0.1.0");
        }

        @Override
        public Port port() {
            return new Ports(8443, 9443);
        }
    }

    private record Images(String controlPlane, String proxy, String init)
            implements OperatorSettings.Image {
        @Override
        public Optional<List<String>> pullSecrets() {
            return Optional.empty();
        }
    }

    private record Ports(int discovery, int webhook) implements OperatorSettings.Port {}
}
