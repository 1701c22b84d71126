package dev.tulle.operator.inject;

import dev.tulle.operator.inject.AdmissionEndpoint.Answer;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.KeyCertOptions;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.X509KeyManager;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// HTTPS for the API server. The key manager is asked at every handshake, so a renewed certificate
/// is served without a restart.
public final class WebhookServer implements AutoCloseable {

    /// The path in the webhook configuration.
    public static final String PATH = "/inject";

    private static final Logger LOG = LoggerFactory.getLogger(WebhookServer.class);
    private static final int LONGEST_BODY = 3 << 20;
    private static final int NOT_FOUND = 404;
    private static final int NOT_ALLOWED = 405;
    private static final int TOO_LARGE = 413;
    private static final int BUG = 500;
    private static final long PATIENCE_SECONDS = 10;

    private final Vertx vertx;
    private final AdmissionEndpoint endpoint;
    private final InjectionObserver observer;
    private final HttpServer server;

    public WebhookServer(
            Vertx vertx,
            X509KeyManager keys,
            AdmissionEndpoint endpoint,
            InjectionObserver observer,
            int port) {
        this.vertx = vertx;
        this.endpoint = endpoint;
        this.observer = observer;
        this.server =
                vertx.createHttpServer(
                        new HttpServerOptions()
                                .setPort(port)
                                .setSsl(true)
                                .setEnabledSecureTransportProtocols(Set.of("TLSv1.3", "TLSv1.2"))
                                .setKeyCertOptions(KeyCertOptions.wrap(keys)));
        server.requestHandler(this::handle);
    }

    /// Returns when the socket is open.
    ///
    /// @throws IllegalStateException when it cannot be opened
    public void start() {
        await(server.listen(), "cannot open the webhook's port");
        LOG.info("webhook serves on port {}", server.actualPort());
    }

    public int port() {
        return server.actualPort();
    }

    @Override
    public void close() {
        await(server.close(), "cannot close the webhook's port");
    }

    private void handle(HttpServerRequest request) {
        if (!PATH.equals(request.path())) {
            request.response().setStatusCode(NOT_FOUND).end();
        } else if (!HttpMethod.POST.equals(request.method())) {
            request.response().setStatusCode(NOT_ALLOWED).end();
        } else {
            collect(request);
        }
    }

    private void collect(HttpServerRequest request) {
        Buffer body = Buffer.buffer();
        request.handler(part -> {
            if (body.length() + part.length() > LONGEST_BODY) {
                request.handler(null);
                request.response()
                        .setStatusCode(TOO_LARGE)
                        .putHeader("Connection", "close")
                        .end("more than 3 MiB");
            } else {
                body.appendBuffer(part);
            }
        });
        request.endHandler(end -> answer(request, body));
    }

    private void answer(HttpServerRequest request, Buffer body) {
        if (request.response().ended()) {
            return;
        }
        vertx.executeBlocking(() -> endpoint.answer(body.getBytes()), false)
                .onSuccess(answer -> send(request, answer))
                .onFailure(failure -> {
                    observer.failed();
                    LOG.error("the webhook could not answer", failure);
                    request.response()
                            .setStatusCode(BUG)
                            .end("internal error: see the log of tulle-discovery");
                });
    }

    private static void send(HttpServerRequest request, Answer answer) {
        request.response()
                .setStatusCode(answer.status())
                .putHeader("Content-Type", "application/json")
                .end(Buffer.buffer(answer.body()));
    }

    private static void await(Future<?> future, String problem) {
        try {
            future.toCompletionStage()
                    .toCompletableFuture()
                    .get(PATIENCE_SECONDS, TimeUnit.SECONDS);
        } catch (ExecutionException | TimeoutException e) {
            throw new IllegalStateException(problem + ": " + e.getMessage(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(problem + ": interrupted", e);
        }
    }
}
