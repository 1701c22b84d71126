package dev.tulle.proxy.filter;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tulle.proxy.exchange.Caller;
import dev.tulle.proxy.exchange.Exchange;
import dev.tulle.proxy.exchange.HttpProtocol;
import dev.tulle.proxy.exchange.NoFields;
import dev.tulle.proxy.exchange.ProxyError;
import dev.tulle.proxy.exchange.RequestHead;
import dev.tulle.proxy.exchange.Verdict;
import dev.tulle.proxy.model.Address;
import dev.tulle.proxy.model.InboundPort;
import dev.tulle.proxy.model.IpAddress;
import dev.tulle.proxy.model.LocalWorkload;
import dev.tulle.proxy.model.MtlsMode;
import dev.tulle.proxy.model.Probe;
import dev.tulle.proxy.model.ProbeKind;
import dev.tulle.proxy.model.Protocol;
import io.netty.util.AsciiString;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Row 33: the exemption of probes is no way in.
class ProbeFilterTest {
    private static final LocalWorkload LOCAL =
            new LocalWorkload(
                    "uid",
                    "shop",
                    "web",
                    "Deployment",
                    "web",
                    "web",
                    "spiffe://cluster.local/ns/shop/sa/web",
                    "cluster.local",
                    List.of(IpAddress.parse("10.244.0.7")),
                    "node",
                    List.of(IpAddress.parse("172.18.0.2")),
                    "",
                    "shop/1",
                    List.of(),
                    LocalWorkload.Life.RUNNING);
    private static final List<Probe> PROBES =
            List.of(
                    new Probe(0, ProbeKind.HTTP, 8080, "/healthz", "", 1),
                    new Probe(1, ProbeKind.TCP, 9090, "", "", 1));

    private final ProbeFilter filter =
            new ProbeFilter(() -> PROBES, new ProbeSources(Set.of(IpAddress.parse("10.244.0.1"))));

    @ParameterizedTest
    @CsvSource({
        "172.18.0.2, 8080, /healthz, '', true",
        "172.18.0.2, 8080, /healthz?a=b, '', true",
        "10.244.0.1, 8080, /healthz, '', true",
        "172.18.0.3, 8080, /healthz, '', false",
        "172.18.0.2, 8080, /healthz/x, '', false",
        "172.18.0.2, 8080, /Healthz, '', false",
        "172.18.0.2, 8081, /healthz, '', false",
        "172.18.0.2, 9090, '', '', false",
        "172.18.0.3, 8080, /any, spiffe://cluster.local/ns/a/sa/b, true"
    })
    void exemptsOnlyTheProbesOfTheOwnNode(
            String from, int port, String target, String identity, boolean passes) {
        Verdict verdict = filter.onRequest(exchange(MtlsMode.STRICT, from, port, target, identity));

        if (passes) {
            assertThat(verdict).isEqualTo(Verdict.Continue.CONTINUE);
        } else {
            assertThat(verdict)
                    .isInstanceOfSatisfying(
                            Verdict.Answer.class,
                            answer ->
                                    assertThat(answer.error())
                                            .isEqualTo(ProxyError.PLAINTEXT_REFUSED));
        }
    }

    @ParameterizedTest
    @CsvSource({"172.18.0.3, 8080, /any"})
    void letsAllInWhereTheModeIsPermissive(String from, int port, String target) {
        assertThat(filter.onRequest(exchange(MtlsMode.PERMISSIVE, from, port, target, "")))
                .isEqualTo(Verdict.Continue.CONTINUE);
    }

    private static Exchange exchange(
            MtlsMode mode, String from, int port, String target, String identity) {
        Caller caller =
                Caller.Remote.of(
                        LOCAL,
                        IpAddress.parse(from),
                        new Address(IpAddress.parse("10.244.0.7"), port),
                        new InboundPort(port, Protocol.DETECT, mode),
                        identity);
        RequestHead head =
                new RequestHead(AsciiString.of("GET"), AsciiString.of(target), new NoFields());
        return new Exchange(caller, HttpProtocol.HTTP1, head, 0);
    }
}
