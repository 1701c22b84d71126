package dev.tulle.proxy.admin;

import dev.tulle.proxy.admin.AdminEndpoint.Query;
import io.netty.handler.codec.http.QueryStringDecoder;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/// The endpoints of one port, and what is said about everything else.
final class Routes {
    private final List<AdminEndpoint> endpoints;

    Routes(List<AdminEndpoint> endpoints) {
        this.endpoints = List.copyOf(endpoints);
    }

    CompletionStage<Answer> answer(String method, String uri) {
        QueryStringDecoder decoder = new QueryStringDecoder(uri);
        String path = decoder.path();
        for (AdminEndpoint endpoint : endpoints) {
            if (matches(endpoint, path)) {
                return endpoint.method().name().equals(method)
                        ? endpoint.answer(
                                new Query(
                                        path.substring(endpoint.path().length()),
                                        decoder.parameters()))
                        : refused(405, method + " " + path + ": expected " + endpoint.method());
            }
        }
        return method.equals("GET")
                ? refused(404, path + " is not known here")
                : refused(405, method + " " + path + ": expected GET");
    }

    private static boolean matches(AdminEndpoint endpoint, String path) {
        return endpoint.path().endsWith("/")
                ? path.startsWith(endpoint.path())
                : path.equals(endpoint.path());
    }

    private static CompletionStage<Answer> refused(int status, String sentence) {
        return CompletableFuture.completedStage(Answer.text(status, sentence));
    }
}
