package dev.tulle.operator;

import dev.tulle.api.v1alpha1.MeshInstall;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.javaoperatorsdk.operator.Operator;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import io.javaoperatorsdk.operator.api.reconciler.ControllerConfiguration;
import io.javaoperatorsdk.operator.api.reconciler.Reconciler;
import io.javaoperatorsdk.operator.api.reconciler.UpdateControl;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;

/// A process that wants to lead, and says so on its standard output when it does.
final class LeaderProcess {

    static final String STARTED = "started";
    static final String LEADING = "leading";

    private LeaderProcess() {}

    record Pod(String name, String namespace, String uid) implements OperatorSettings.Pod {}

    /// Arguments: file of a kubeconfig, name of the pod.
    public static void main(String[] arguments) throws IOException {
        KubernetesClient client =
                new KubernetesClientBuilder()
                        .withConfig(Config.fromKubeconfig(Files.readString(Path.of(arguments[0]))))
                        .build();
        Leadership leadership =
                new Leadership(
                        new Pod(arguments[1], "default", "uid-" + arguments[1]),
                        Clock.systemUTC(),
                        standing -> System.out.println(LEADING));
        Operator operator =
                new Operator(sdk ->
                        sdk.withKubernetesClient(client)
                                .withCloseClientOnStop(false)
                                .withLeaderElectionConfiguration(leadership.configuration()));
        operator.register(new Idle());
        Runtime.getRuntime()
                .addShutdownHook(
                        new Thread(() -> {
                            leadership.leave();
                            operator.stop();
                            leadership.release(client);
                        }));
        operator.start();
        System.out.println(STARTED);
    }

    @ControllerConfiguration
    private static final class Idle implements Reconciler<MeshInstall> {
        @Override
        public UpdateControl<MeshInstall> reconcile(
                MeshInstall install, Context<MeshInstall> context) {
            return UpdateControl.noUpdate();
        }
    }
}
