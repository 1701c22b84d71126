package dev.tulle.operator.apiserver;

import io.fabric8.kubeapitest.KubeAPIServer;
import io.fabric8.kubeapitest.KubeAPIServerConfigBuilder;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinition;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.base.CustomResourceDefinitionContext;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/// One API server for all test classes of a JVM, with the four kinds installed.
///
/// The programs (etcd, kube-apiserver, kubectl) are looked for in
/// `$KUBE_API_TEST_DIR/k8s/<version>-linux-amd64/`. Without them a class is skipped, visibly; with
/// `TULLE_REQUIRE_API_SERVER=true` it fails. A test class takes a [KubernetesClient] or this as a
/// parameter.
public final class ApiServer implements BeforeAllCallback, ParameterResolver {
    private static final String DIRECTORY = "KUBE_API_TEST_DIR";
    private static final int TOO_MANY_REQUESTS = 429;
    private static final Path CRDS = Path.of("../crds/src/main/resources/crds");

    private @Nullable Running running;

    private record Running(KubeAPIServer server, KubernetesClient client, String kubeconfig)
            implements AutoCloseable {
        @Override
        public void close() {
            client.close();
            server.stop();
        }
    }

    /// A kubeconfig with all rights, as YAML.
    public String kubeconfig() {
        return running().kubeconfig();
    }

    /// A client with all rights.
    public KubernetesClient client() {
        return running().client();
    }

    @Override
    public void beforeAll(ExtensionContext context) {
        var directory = System.getenv(DIRECTORY);
        if (directory == null) {
            var sentence =
                    "no API server: set "
                            + DIRECTORY
                            + ", or run `make check` after `make cluster-up`";
            if (Boolean.parseBoolean(System.getenv("TULLE_REQUIRE_API_SERVER"))) {
                throw new IllegalStateException(sentence);
            }
            Assumptions.abort(sentence);
            return;
        }
        running =
                context.getRoot()
                        .getStore(ExtensionContext.Namespace.GLOBAL)
                        .computeIfAbsent(Running.class, key -> start(directory), Running.class);
    }

    private static Running start(String directory) {
        var config =
                KubeAPIServerConfigBuilder.anAPIServerConfig()
                        .withTestDir(directory)
                        .withUpdateKubeConfig(false)
                        .withApiServerFlag("--service-cluster-ip-range=10.77.0.0/16")
                        .build();
        var server = new KubeAPIServer(config);
        server.start();
        try {
            var kubeconfig = server.getKubeConfigYaml();
            var access = Config.fromKubeconfig(kubeconfig);
            access.setRequestRetryBackoffLimit(
                    0); // a refusal with code 500 is an answer, no outage
            var client = new KubernetesClientBuilder().withConfig(access).build();
            installKinds(client);
            return new Running(server, client, kubeconfig);
        } catch (RuntimeException e) {
            server.stop();
            throw e;
        }
    }

    private static void installKinds(KubernetesClient client) {
        try (var files = Files.list(CRDS)) {
            for (Path file : files.toList()) {
                var crd =
                        client.getKubernetesSerialization()
                                .unmarshal(Files.readString(file), CustomResourceDefinition.class);
                client.resource(crd).serverSideApply();
                client.resource(crd)
                        .waitUntilCondition(ApiServer::established, 20, TimeUnit.SECONDS);
                awaitStorage(client, crd);
            }
        } catch (IOException e) {
            throw new IllegalStateException("cannot read the CRDs in " + CRDS.toAbsolutePath(), e);
        }
    }

    /// An established kind answers 429 "storage is (re)initializing" for a moment.
    private static void awaitStorage(KubernetesClient client, CustomResourceDefinition crd) {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
        while (true) {
            try {
                client.genericKubernetesResources(CustomResourceDefinitionContext.fromCrd(crd))
                        .inAnyNamespace()
                        .list();
                return;
            } catch (KubernetesClientException e) {
                if (e.getCode() != TOO_MANY_REQUESTS || System.nanoTime() > deadline) {
                    throw e;
                }
                LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(20));
            }
        }
    }

    private static boolean established(@Nullable CustomResourceDefinition crd) {
        return crd != null
                && crd.getStatus() != null
                && crd.getStatus().getConditions() != null
                && crd.getStatus().getConditions().stream()
                        .anyMatch(c ->
                                "Established".equals(c.getType()) && "True".equals(c.getStatus()));
    }

    private Running running() {
        if (running == null) {
            throw new IllegalStateException(
                    "the API server was not started: register ApiServer by @ExtendWith");
        }
        return running;
    }

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        var type = parameter.getParameter().getType();
        return type == KubernetesClient.class || type == ApiServer.class;
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
        return parameter.getParameter().getType() == ApiServer.class ? this : running().client();
    }
}
