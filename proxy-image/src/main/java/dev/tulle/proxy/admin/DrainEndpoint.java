package dev.tulle.proxy.admin;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/// `POST /drain`: the end of life of the inbound side, as if the pod were deleted.
record DrainEndpoint(Runnable drain) implements AdminEndpoint {
    @Override
    public Method method() {
        return Method.POST;
    }

    @Override
    public String path() {
        return "/drain";
    }

    @Override
    public CompletionStage<Answer> answer(Query query) {
        drain.run();
        return CompletableFuture.completedStage(Answer.text(202, "draining"));
    }
}
