package dev.tulle.operator.inject;

import java.time.Duration;

/// Is told of every answer of the webhook.
public interface InjectionObserver {

    void decided(InjectionDecision decision, Duration took);

    /// An answer of 500: the request could not be read, or we have a bug.
    void failed();

    static InjectionObserver silent() {
        return new InjectionObserver() {
            @Override
            public void decided(InjectionDecision decision, Duration took) {}

            @Override
            public void failed() {}
        };
    }
}
