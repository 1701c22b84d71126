package dev.tulle.proxy.admin;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;

/// A page that is read and is ready at once.
record Page(String path, Supplier<Answer> content) implements AdminEndpoint {
    @Override
    public Method method() {
        return Method.GET;
    }

    @Override
    public CompletionStage<Answer> answer(Query query) {
        return CompletableFuture.completedStage(content.get());
    }
}
