package dev.tulle.operator;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tulle.operator.apiserver.ApiServer;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/// A leader ends; how long until the next one leads. Real processes, for only those can be killed.
@ExtendWith(ApiServer.class)
class LeaderKillApiTest {

    private static final Duration START = Duration.ofSeconds(30);
    private static final Duration AFTER_SIGTERM = Duration.ofSeconds(5);
    private static final Duration AFTER_SIGKILL = Duration.ofSeconds(25);

    private final KubernetesClient client;
    private final ApiServer server;
    private final List<Candidate> candidates = new ArrayList<>();
    @TempDir private Path directory;

    LeaderKillApiTest(KubernetesClient client, ApiServer server) {
        this.client = client;
        this.server = server;
    }

    @AfterEach
    void end() {
        candidates.forEach(candidate -> candidate.process().destroyForcibly());
        client.leases().inNamespace("default").withName("tulle-operator").delete();
    }

    @Test
    void leaderThatIsStoppedHandsOver() throws Exception {
        Candidate first = leader("first");
        Candidate second = waiting("second");

        first.process().destroy();

        assertThat(second.leads()).succeedsWithin(AFTER_SIGTERM);
        assertThat(first.process().waitFor(10, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void leaderThatIsKilledIsReplacedWhenItsLeaseRunsOut() throws Exception {
        Candidate first = leader("first");
        Candidate second = waiting("second");

        first.process().destroyForcibly();

        assertThat(second.leads()).succeedsWithin(AFTER_SIGKILL);
    }

    private Candidate leader(String name) throws IOException {
        Candidate candidate = candidate(name);
        assertThat(candidate.leads()).succeedsWithin(START);
        return candidate;
    }

    private Candidate waiting(String name) throws IOException {
        Candidate candidate = candidate(name);
        assertThat(candidate.started()).succeedsWithin(START);
        return candidate;
    }

    private Candidate candidate(String name) throws IOException {
        Path kubeconfig = directory.resolve(name + ".kubeconfig");
        Files.writeString(kubeconfig, server.kubeconfig());
        Process process =
                new ProcessBuilder(
                                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                                "-XX:TieredStopAtLevel=1",
                                "-XX:+UseSerialGC",
                                "-cp",
                                System.getProperty("java.class.path"),
                                LeaderProcess.class.getName(),
                                kubeconfig.toString(),
                                name)
                        .redirectError(ProcessBuilder.Redirect.DISCARD)
                        .start();
        Candidate candidate = Candidate.of(process);
        candidates.add(candidate);
        return candidate;
    }

    private record Candidate(
            Process process, CompletableFuture<Void> started, CompletableFuture<Void> leads) {

        static Candidate of(Process process) {
            Candidate candidate =
                    new Candidate(process, new CompletableFuture<>(), new CompletableFuture<>());
            Thread.ofPlatform().daemon().start(candidate::read);
            return candidate;
        }

        private void read() {
            try (BufferedReader lines = process.inputReader()) {
                for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                    switch (line) {
                        case LeaderProcess.STARTED -> started.complete(null);
                        case LeaderProcess.LEADING -> leads.complete(null);
                        default -> {}
                    }
                }
            } catch (IOException e) {
                leads.completeExceptionally(e);
            }
        }
    }
}
