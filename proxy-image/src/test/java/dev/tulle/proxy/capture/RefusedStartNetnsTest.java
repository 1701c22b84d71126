package dev.tulle.proxy.capture;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tulle.proxy.ProxyMain;
import dev.tulle.proxy.tls.TestAuthority;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// What a proxy cannot start with it says in one line, and ends; once that is mended it starts.
@Timeout(60)
class RefusedStartNetnsTest {
    private static final String OWN = ProxyProcess.IDENTITIES + "web";
    private static final String SENTENCE = "tulle-proxy cannot start: ";
    private static final TestAuthority AUTHORITY = TestAuthority.of("cluster.local");
    private static Namespace pod = new Namespace("none");

    @TempDir private Path identity;
    @TempDir private Path run;
    private Map<String, String> environment = Map.of();

    /// How a proxy process ended.
    private record Ended(int code, List<String> lines) {
        /// The one line for whoever reads the log of the container.
        String sentence() {
            assertThat(code).as("exit code: %s", lines).isEqualTo(1);
            assertThat(lines).as("no trace of a stack").noneMatch(line -> line.startsWith("\tat "));
            assertThat(lines).filteredOn(line -> line.startsWith(SENTENCE)).hasSize(1);
            return lines.stream()
                    .filter(line -> line.startsWith(SENTENCE))
                    .findFirst()
                    .orElseThrow();
        }
    }

    @BeforeAll
    static void makeNamespace() {
        CapturedPods.requireNamespaces(List.of("ip", "setpriv", "curl"));
        Namespace.sweep();
        pod = Namespace.make("start");
    }

    @AfterAll
    static void removeNamespace() {
        pod.close();
    }

    @BeforeEach
    void writeGoodIdentity() {
        TestAuthority.write(identity, AUTHORITY.leaf(OWN), AUTHORITY.roots(1));
        environment =
                ProxyProcess.environment(
                        "web", List.of("127.0.0.1"), "127.0.0.1:8443", identity, run);
    }

    @Test
    void expiredLeafIsRefusedAndAFreshOneHeals() throws Exception {
        Instant before = Instant.now().minus(Duration.ofDays(2));
        TestAuthority.write(
                identity, AUTHORITY.leaf(OWN, before, Duration.ofDays(1)), AUTHORITY.roots(1));

        assertThat(refused().sentence()).contains(identity.toString()).contains("expired");

        TestAuthority.write(identity, AUTHORITY.leaf(OWN), AUTHORITY.roots(1));
        assertThat(firstLineWith("cannot reach discovery")).contains("127.0.0.1:8443");
    }

    @Test
    void keyOfAnotherLeafIsRefused() throws Exception {
        TestAuthority.Leaf other = AUTHORITY.leaf(OWN);
        TestAuthority.write(
                identity,
                new TestAuthority.Leaf(AUTHORITY.leaf(OWN).chain(), other.key()),
                AUTHORITY.roots(1));

        assertThat(refused().sentence()).contains("tls.key does not fit the leaf");
    }

    @Test
    void identityOfAnotherAccountIsRefused() throws Exception {
        String stolen = ProxyProcess.IDENTITIES + "bank";
        TestAuthority.write(identity, AUTHORITY.leaf(stolen), AUTHORITY.roots(1));

        assertThat(refused().sentence()).contains(stolen).contains("expected " + OWN);
    }

    @Test
    void leafOfAForeignAuthorityIsRefused() throws Exception {
        TestAuthority foreign = TestAuthority.of("cluster.local");
        TestAuthority.write(identity, foreign.leaf(OWN), AUTHORITY.roots(1));

        assertThat(refused().sentence()).contains("no usable identity");
    }

    @ParameterizedTest(name = "{0} holds: {1}")
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "ca.crt        | ``                     | ca.crt has no block of type CERTIFICATE",
                "tls.crt       | ``                     | tls.crt has no block of type CERTIFICATE",
                "tls.key       | `scrambled`            | tls.key holds no EC key in PKCS#8",
                "identity.json | `{}`                   | identity.json has no bundleSequence",
                "identity.json | `{\"bundleSequence\":\"x\",\"bundleSha256\":\"\"}` |"
                        + " identity.json has the bundleSequence",
            })
    void brokenFileIsRefused(String file, String content, String sentence) throws Exception {
        Files.writeString(identity.resolve("..data").resolve(file), content);

        assertThat(refused().sentence()).contains(sentence);
    }

    @Test
    void missingFilesAreRefused() throws Exception {
        environment = with("TULLE_IDENTITY_DIR", run.resolve("nothing").toString());

        assertThat(refused().sentence()).contains("there is no file " + run.resolve("nothing"));
    }

    @ParameterizedTest
    @ValueSource(ints = {15000, 15001, 15006, 15020})
    void takenPortIsRefused(int port) throws Exception {
        Process holder =
                new ProcessBuilder(
                                ProxyProcess.as(
                                        CapturedPod.APPLICATION_UID,
                                        pod,
                                        ProxyProcess.java(
                                                GreetingApplication.class, String.valueOf(port))))
                        .redirectErrorStream(true)
                        .start();
        try (BufferedReader said = holder.inputReader(StandardCharsets.UTF_8)) {
            assertThat(said.readLine()).isEqualTo("listening on port " + port);

            assertThat(refused().sentence()).contains(":" + port).contains("in use");
        } finally {
            holder.destroyForcibly().onExit().join();
        }
    }

    @ParameterizedTest(name = "{0}={1}")
    @CsvSource({
        "TULLE_LOOPS, 0",
        "TULLE_POD_IPS, somewhere",
        "TULLE_DISCOVERY_ADDRESS, discovery",
        "TULLE_TRUST_DOMAIN, Prod_1",
        "TULLE_MEMORY_LIMIT_BYTES, 1Gi"
    })
    void badSettingIsRefused(String variable, String value) throws Exception {
        environment = with(variable, value);

        assertThat(refused().sentence()).contains(variable + " is \"" + value + "\", expected ");
    }

    private Map<String, String> with(String variable, String value) {
        Map<String, String> changed = new HashMap<>(environment);
        changed.put(variable, value);
        return changed;
    }

    private Process start() throws IOException {
        ProcessBuilder builder =
                new ProcessBuilder(
                                ProxyProcess.as(
                                        CapturedPod.PROXY_UID,
                                        pod,
                                        withinPatience(ProxyProcess.java(ProxyMain.class))))
                        .redirectErrorStream(true);
        builder.environment().putAll(environment);
        return builder.start();
    }

    /// Who does not end by itself is ended: reading its output would wait without end.
    private static List<String> withinPatience(List<String> line) {
        List<String> whole = new ArrayList<>(List.of("timeout", "-s", "KILL", "40"));
        whole.addAll(line);
        return whole;
    }

    private Ended refused() throws IOException, InterruptedException {
        Process process = start();
        try (BufferedReader log = process.inputReader(StandardCharsets.UTF_8)) {
            List<String> lines = new ArrayList<>(log.lines().toList());
            assertThat(process.waitFor(5, TimeUnit.SECONDS)).as("it has ended").isTrue();
            return new Ended(process.exitValue(), lines);
        } finally {
            process.destroyForcibly().onExit().join();
        }
    }

    /// A proxy that has started dials discovery, and here there is none.
    private String firstLineWith(String text) throws IOException {
        Process process = start();
        try (BufferedReader log = process.inputReader(StandardCharsets.UTF_8)) {
            return log.lines().filter(line -> line.contains(text)).findFirst().orElseThrow();
        } finally {
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly().onExit().join();
        }
    }
}
