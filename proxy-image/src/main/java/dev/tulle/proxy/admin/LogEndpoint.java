package dev.tulle.proxy.admin;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.BiConsumer;

/// `/log?discovery=debug`: how much one room says from now on.
record LogEndpoint(BiConsumer<String, String> levels) implements AdminEndpoint {
    @Override
    public Method method() {
        return Method.GET;
    }

    @Override
    public String path() {
        return "/log";
    }

    @Override
    public CompletionStage<Answer> answer(Query query) {
        return CompletableFuture.completedStage(set(query));
    }

    private Answer set(Query query) {
        if (query.parameters().isEmpty()) {
            return Answer.text(400, "nothing to set: expected /log?discovery=debug");
        }
        try {
            query.parameters().forEach((room, level) -> levels.accept(room, level.getFirst()));
            return Answer.text(200, "set");
        } catch (IllegalArgumentException e) {
            return Answer.text(400, String.valueOf(e.getMessage()));
        }
    }
}
