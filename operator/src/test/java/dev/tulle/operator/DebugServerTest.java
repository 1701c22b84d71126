package dev.tulle.operator;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tulle.operator.push.PushFacts;
import io.vertx.core.Vertx;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class DebugServerTest {

    private static final PushFacts FACTS =
            new PushFacts(
                    List.of(
                            new PushFacts.StreamFacts(
                                    "shop/web",
                                    "uid",
                                    "spiffe://td/ns/shop/sa/web",
                                    0,
                                    1,
                                    List.of())),
                    List.of(
                            new PushFacts.ResourceFacts(
                                    "BACKEND", "shop/web:80", "open", "c0ffee", List.of(), 1)));

    private final Vertx vertx = Vertx.vertx();
    private final HttpClient http = HttpClient.newHttpClient();
    private final DebugServer server =
            new DebugServer(
                    vertx, () -> CompletableFuture.completedStage(FACTS), () -> "view 7 POD=3");

    @BeforeEach
    void start() {
        server.start(0);
    }

    @AfterEach
    void stop() throws Exception {
        server.close();
        vertx.close().toCompletionStage().toCompletableFuture().get(5, TimeUnit.SECONDS);
    }

    @Test
    void showsStreamsAndResources() throws Exception {
        assertThat(get("/debug/streams").body()).contains("\"pod\" : \"shop/web\"");
        assertThat(get("/debug/resources").body()).contains("\"version\" : \"c0ffee\"");
        assertThat(get("/debug/view").body()).isEqualTo("view 7 POD=3\n");
    }

    @Test
    void knowsNothingElse() throws Exception {
        assertThat(get("/").statusCode()).isEqualTo(404);
    }

    private HttpResponse<String> get(String path) throws Exception {
        URI uri = URI.create("http://127.0.0.1:" + server.port() + path);
        return http.send(HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.ofString());
    }
}
