package dev.tulle.proxy.discovery;

import dev.tulle.proxy.model.TrustBundle;

/// Where accepted roots go.
@FunctionalInterface
interface TrustTarget {
    /// Uses the bundle for every handshake from now on, unless a newer one is in use.
    ///
    /// @throws IllegalArgumentException when it cannot be used; the message is the sentence
    void accept(TrustBundle bundle);
}
