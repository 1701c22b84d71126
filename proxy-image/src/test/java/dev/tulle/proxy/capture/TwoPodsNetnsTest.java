package dev.tulle.proxy.capture;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Stream;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/// The whole data plane of two pods: capture, proxies, mesh TLS between them, and a discovery. The
/// application of one calls the other's by its address and knows nothing of all that.
@Timeout(120)
class TwoPodsNetnsTest {
    @RegisterExtension static final MeshedPods DUAL = new MeshedPods(PodNetwork.DUAL_STACK);

    @RegisterExtension static final MeshedPods IPV6 = new MeshedPods(PodNetwork.IPV6_ONLY);

    static Stream<Arguments> everyAddress() {
        return Stream.of(DUAL, IPV6)
                .flatMap(pods ->
                        pods.network().serverAddresses().stream()
                                .map(address -> Arguments.of(pods, address)));
    }

    @ParameterizedTest(name = "{0}, {1}")
    @MethodSource("everyAddress")
    void tellsTheApplicationWhoCallsIt(MeshedPods pods, String address) {
        Command answer =
                pods.inClient(
                        "curl", "-sg", "-m", "10", "-H", "x-tulle-client-id: forged", url(address));

        assertThat(answer.out())
                .as(answer.toString())
                .startsWith("GET / HTTP/1.1\r\n")
                .contains("x-tulle-client-id: spiffe://cluster.local/ns/bench/sa/client\r\n")
                .doesNotContain("forged");
    }

    @ParameterizedTest(name = "{0}, {1}")
    @MethodSource("everyAddress")
    void carriesAServerThatSpeaksFirst(MeshedPods pods, String address) {
        Command answer =
                pods.inClient(
                        "timeout",
                        "10",
                        "bash",
                        "-c",
                        "exec 3<>/dev/tcp/" + address + "/8080; cat <&3");

        assertThat(answer.out()).as(answer.toString()).isEqualTo("220 hello\r\n");
    }

    @ParameterizedTest(name = "{0}, {1}")
    @MethodSource("everyAddress")
    void refusesWhoComesWithoutMeshTls(MeshedPods pods, String address) {
        Command answer = pods.uncaptured("curl", "-sgi", "-m", "10", url(address));

        assertThat(answer.out())
                .as(answer.toString())
                .startsWith("HTTP/1.1 403 ")
                .contains("x-tulle-error: plaintext-refused");
    }

    @ParameterizedTest(name = "{0}, {1}")
    @MethodSource("everyAddress")
    void leavesLoopbackAlone(MeshedPods pods, String address) {
        Command answer =
                pods.inClient(
                        "curl",
                        "-sg",
                        "-m",
                        "10",
                        url(address.contains(":") ? "::1" : "127.0.0.1"));

        assertThat(answer.exit()).as("curl's code for refused: nobody listens there").isEqualTo(7);
    }

    private static String url(String address) {
        return "http://" + PodNetwork.inUrl(address) + ":8080/";
    }
}
