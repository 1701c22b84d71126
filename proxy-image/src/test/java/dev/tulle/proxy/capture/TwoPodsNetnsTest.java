package dev.tulle.proxy.capture;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/// The whole data plane of two pods: capture, proxies, mesh TLS between them, and a discovery. The
/// application of one calls the other's by its address and knows nothing of all that.
@Timeout(120)
class TwoPodsNetnsTest {
    private static final String URL = "http://" + MeshedPods.SERVER + ":8080/";

    @RegisterExtension static final MeshedPods PODS = new MeshedPods();

    @Test
    void tellsTheApplicationWhoCallsIt() {
        Command answer =
                PODS.inClient("curl", "-s", "-m", "10", "-H", "x-tulle-client-id: forged", URL);

        assertThat(answer.out())
                .as(answer.toString())
                .startsWith("GET / HTTP/1.1\r\n")
                .contains("x-tulle-client-id: spiffe://cluster.local/ns/bench/sa/client\r\n")
                .doesNotContain("forged");
    }

    @Test
    void carriesAServerThatSpeaksFirst() {
        Command answer =
                PODS.inClient(
                        "timeout",
                        "10",
                        "bash",
                        "-c",
                        "exec 3<>/dev/tcp/" + MeshedPods.SERVER + "/8080; cat <&3");

        assertThat(answer.out()).as(answer.toString()).isEqualTo("220 hello\r\n");
    }

    @Test
    void refusesWhoComesWithoutMeshTls() {
        Command answer = PODS.uncaptured("curl", "-s", "-i", "-m", "10", URL);

        assertThat(answer.out())
                .as(answer.toString())
                .startsWith("HTTP/1.1 403 ")
                .contains("x-tulle-error: plaintext-refused");
    }

    @Test
    void leavesLoopbackAlone() {
        Command answer = PODS.inClient("curl", "-s", "-m", "10", "http://127.0.0.1:8080/");

        assertThat(answer.exit()).as("curl's code for refused: nobody listens there").isEqualTo(7);
    }
}
