package dev.tulle.operator.resolve;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tulle.operator.view.ServiceView;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PortProtocolTest {

    @ParameterizedTest
    @CsvSource({
        "80,   8080, '',                   DETECT",
        "80,   8080, http,                 HTTP1",
        "80,   8080, kubernetes.io/ws,     HTTP1",
        "80,   8080, http2,                HTTP2",
        "80,   8080, grpc,                 HTTP2",
        "80,   8080, kubernetes.io/h2c,    HTTP2",
        "80,   8080, kubernetes.io/wss,    OPAQUE",
        "80,   8080, https,                OPAQUE",
        "80,   8080, mysql,                OPAQUE",
        "80,   8080, example.com/private,  DETECT",
        "5432, 8080, '',                   OPAQUE",
        "80,   5432, '',                   OPAQUE",
        "5432, 5432, http,                 HTTP1",
        "5432, 5432, example.com/private,  OPAQUE",
        "80,   http, '',                   DETECT"
    })
    void isDeclaredThenListedThenDetected(
            int port, String target, String appProtocol, PortProtocol expected) {
        var declared = new ServiceView.Port("p", port, target, appProtocol);
        assertThat(PortProtocol.of(declared, Set.of(5432))).isEqualTo(expected);
    }
}
