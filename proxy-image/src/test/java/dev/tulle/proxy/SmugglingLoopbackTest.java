package dev.tulle.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tulle.proxy.exchange.Caller;
import dev.tulle.proxy.exchange.Exchange;
import dev.tulle.proxy.exchange.HttpProtocol;
import dev.tulle.proxy.exchange.RequestObserver;
import dev.tulle.proxy.fuzz.Corpus;
import dev.tulle.proxy.http2.FieldBlock;
import dev.tulle.proxy.http2.Http2Wire;
import dev.tulle.proxy.model.MtlsMode;
import dev.tulle.proxy.model.Protocol;
import dev.tulle.proxy.model.WeightedBackend;
import dev.tulle.proxy.resilience.Outcome;
import dev.tulle.proxy.resilience.RetryResult;
import dev.tulle.proxy.tls.TestAuthority;
import java.io.EOFException;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Known ways to hide a request in another one (`smuggling/http1.txt`, `smuggling/http2.txt`),
/// through two proxies and through one, before real servers: a server sees exactly the requests
/// that the proxy accounted for, none that it must refuse, and every client behind the attacker
/// gets its own answer. `src/test/judges/smuggling` runs this.
@EnabledIfEnvironmentVariable(named = "TULLE_SMUGGLING", matches = ".+")
class SmugglingLoopbackTest {
    private static final String SERVICE = "10.96.0.10:80";

    private final Queue<Account> ended = new ConcurrentLinkedQueue<>();
    private final Queue<Integer> malformed = new ConcurrentLinkedQueue<>();
    private int attacks;

    /// What the proxy says of a request, written down before its bytes are gone.
    private record Account(String request, boolean sent, boolean answered, int status) {
        static Account of(Exchange exchange) {
            boolean sent = exchange.attempts() > 0;
            boolean answered = sent && exchange.error() == null && exchange.status() > 0;
            // Some servers tell of the path alone.
            String target = exchange.request().target().toString().replaceFirst("^http://b", "");
            String request = exchange.request().method() + " " + target;
            return new Account(request, sent, answered, exchange.status());
        }
    }

    private final class Accounts implements RequestObserver {
        @Override
        public void started(Exchange exchange) {}

        @Override
        public void retried(Exchange exchange, Outcome outcome, RetryResult result) {}

        @Override
        public void ended(Exchange exchange) {
            ended.add(Account.of(exchange));
        }

        @Override
        public void malformed(Caller caller, HttpProtocol protocol, int status) {
            malformed.add(status);
        }
    }

    /// One attack on one listener.
    private interface Attack {
        void on(InetSocketAddress listener, byte[] payload) throws IOException;
    }

    @ParameterizedTest
    @EnumSource
    void http1HidesNothing(ForeignServer.Kind kind) throws Exception {
        attack(kind, "http1", SmugglingLoopbackTest::sendHttp1);
    }

    @ParameterizedTest
    @EnumSource
    void http2HidesNothing(ForeignServer.Kind kind) throws Exception {
        attack(kind, "http2", SmugglingLoopbackTest::sendHttp2);
    }

    private void attack(ForeignServer.Kind kind, String corpus, Attack attack) throws Exception {
        TestAuthority authority = TestAuthority.of(TestPod.TRUST_DOMAIN);
        LoopObservers none = LoopObservers.none();
        LoopObservers observers =
                new LoopObservers(
                        new Accounts(),
                        none.http2(),
                        none.pools(),
                        none.connections(),
                        none.tunnels(),
                        none.balancers());
        List<String> seen;
        try (ForeignServer server = ForeignServer.start(kind)) {
            try (TestPod called = new TestPod("called", authority, observers, Bounds.of(1_024));
                    TestPod caller = new TestPod("caller", authority)) {
                called.serves(server.port()).mode(Protocol.HTTP1, MtlsMode.PERMISSIVE).start();
                caller.calls(SERVICE)
                        .knows(SERVICE, Protocol.HTTP1, new WeightedBackend("echo", 1));
                caller.backend("echo", called.endpoint()).start();
                for (byte[] payload : Corpus.named("smuggling/" + corpus)) {
                    attack(attack, caller.outbound(), caller.outbound(), payload);
                    attack(attack, called.inbound(), caller.outbound(), payload);
                }
            }
            String last = " GET /innocent-" + attacks;
            Eventually.isTrue(
                    "the last request is told",
                    () -> server.seen().stream().anyMatch(line -> line.endsWith(last)));
            seen = server.seen();
        }
        compare(kind + " " + corpus, seen);
    }

    private void attack(
            Attack attack, InetSocketAddress listener, InetSocketAddress innocent, byte[] payload)
            throws IOException {
        attacks++;
        String text =
                new String(payload, StandardCharsets.ISO_8859_1)
                        .replace("/case", "/case-" + attacks)
                        .replace("/hidden", "/hidden-" + attacks);
        attack.on(listener, text.getBytes(StandardCharsets.ISO_8859_1));
        String path = "/innocent-" + attacks;
        try (TestClient client = new TestClient(innocent)) {
            assertThat(client.get(path).answer())
                    .as("a client behind %s", text)
                    .startsWith("HTTP/1.1 200 ")
                    .endsWith("\r\n\r\nGET " + path);
        }
    }

    private static void sendHttp1(InetSocketAddress listener, byte[] payload) throws IOException {
        try (TestClient client = new TestClient(listener)) {
            client.send(new String(payload, StandardCharsets.ISO_8859_1)).endOutput().rest();
        }
    }

    /// Lines are fields, the part behind an empty line is DATA.
    private static void sendHttp2(InetSocketAddress listener, byte[] payload) throws IOException {
        String[] parts = new String(payload, StandardCharsets.ISO_8859_1).split("\\|\\|", 2);
        String[] pairs =
                List.of(parts[0].split("\\|")).stream()
                        .flatMap(pair -> List.of(pair.split("=", 2)).stream())
                        .toArray(String[]::new);
        try (Http2Wire client = Http2Wire.client(listener)) {
            client.write(Http2Wire.HEADERS, Http2Wire.END_HEADERS, 1, FieldBlock.of(pairs));
            String body = parts.length > 1 ? parts[1] : "";
            client.write(
                    Http2Wire.DATA,
                    Http2Wire.END_STREAM,
                    1,
                    body.getBytes(StandardCharsets.ISO_8859_1));
            client.flush().answer(1);
        } catch (EOFException refusedAsAWhole) {
            assertThat(payload).isNotEmpty();
        }
    }

    private void compare(String what, List<String> seen) {
        Map<String, Long> sent = counted(Account::sent);
        Map<String, Long> answered = counted(Account::answered);
        Map<String, Long> got =
                seen.stream()
                        .map(told -> told.substring(told.indexOf(' ') + 1))
                        .map(told -> told.replace(" http://b", " "))
                        .collect(Collectors.groupingBy(told -> told, Collectors.counting()));
        System.out.printf(
                "smuggling %s: %d attacks; %d requests seen, %d sent, %d answered; %d refused%n",
                what, attacks, seen.size(), total(sent), total(answered), malformed.size());
        assertThat(ended.stream().filter(account -> account.answered && account.status >= 400))
                .as("%s: what the server itself refused", what)
                .isEmpty();
        got.forEach((request, times) ->
                assertThat(sent.getOrDefault(request, 0L))
                        .as("%s: sent as often as seen: %s", what, request)
                        .isGreaterThanOrEqualTo(times));
        answered.forEach((request, times) ->
                assertThat(got.getOrDefault(request, 0L))
                        .as("%s: seen as often as answered: %s", what, request)
                        .isGreaterThanOrEqualTo(times));
    }

    private Map<String, Long> counted(Predicate<Account> which) {
        return ended.stream()
                .filter(which)
                .collect(Collectors.groupingBy(Account::request, Collectors.counting()));
    }

    private static long total(Map<String, Long> counts) {
        return counts.values().stream().mapToLong(Long::longValue).sum();
    }
}
