package dev.tulle.operator;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.tulle.operator.push.PushFacts;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerRequest;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import java.util.function.Supplier;

/// Answers, inside of the pod only, why a proxy has the configuration that it has: `/debug/view`,
/// `/debug/streams`, `/debug/resources`.
final class DebugServer implements AutoCloseable {

    private static final String LOOPBACK = "127.0.0.1";
    private static final int NOT_FOUND = 404;
    private static final int BUSY = 503;
    private static final long PATIENCE_SECONDS = 5;

    private final Supplier<CompletionStage<PushFacts>> facts;
    private final Supplier<String> view;
    private final HttpServer server;
    private final JsonMapper json = JsonMapper.builder().build();
    private final Map<String, Function<PushFacts, Object>> parts =
            Map.of(
                    "/debug/streams", PushFacts::streams,
                    "/debug/resources", PushFacts::resources);

    /// @param view what to say about the view: counts, no content
    DebugServer(Vertx vertx, Supplier<CompletionStage<PushFacts>> facts, Supplier<String> view) {
        this.facts = facts;
        this.view = view;
        this.server = vertx.createHttpServer().requestHandler(this::handle);
    }

    void start(int port) {
        await(server.listen(port, LOOPBACK), "open port " + port + " for /debug");
    }

    int port() {
        return server.actualPort();
    }

    @Override
    public void close() {
        await(server.close(), "close the port of /debug");
    }

    private void handle(HttpServerRequest request) {
        String path = String.valueOf(request.path());
        Function<PushFacts, Object> part = parts.get(path);
        if (!request.method().equals(HttpMethod.GET)) {
            request.response().setStatusCode(NOT_FOUND).end();
        } else if (path.equals("/debug/view")) {
            request.response().end(view.get() + "\n");
        } else if (part == null) {
            request.response().setStatusCode(NOT_FOUND).end();
        } else {
            answer(request, part);
        }
    }

    private void answer(HttpServerRequest request, Function<PushFacts, Object> part) {
        Future.fromCompletionStage(facts.get())
                .map(now -> text(part.apply(now)))
                .onSuccess(body ->
                        request.response().putHeader("content-type", "application/json").end(body))
                .onFailure(error ->
                        request.response()
                                .setStatusCode(BUSY)
                                .end(String.valueOf(error.getMessage())));
    }

    private String text(Object value) {
        try {
            return json.writerWithDefaultPrettyPrinter().writeValueAsString(value);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a record cannot be written as JSON", e);
        }
    }

    private static void await(Future<?> future, String what) {
        try {
            future.toCompletionStage()
                    .toCompletableFuture()
                    .get(PATIENCE_SECONDS, TimeUnit.SECONDS);
        } catch (ExecutionException | TimeoutException e) {
            throw new IllegalStateException("cannot " + what, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while trying to " + what, e);
        }
    }
}
