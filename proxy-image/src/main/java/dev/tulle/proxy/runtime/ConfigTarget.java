package dev.tulle.proxy.runtime;

import dev.tulle.proxy.model.Address;

/// Where accepted configuration goes. Called by the control loop only.
public interface ConfigTarget {
    /// Hands the whole configuration to every loop; `done` is called once, on the control loop.
    void apply(MeshConfig next, Applied done);

    /// Discovery cannot answer for an address that was wanted: who waits for it goes on by the rule
    /// for an absent discovery.
    void unanswered(Address destination);

    /// Nanoseconds of the proxy's ticker at which a destination was last used on any loop; a
    /// destination with open connections was used just now. `Long.MIN_VALUE` when no loop knows it.
    long lastUsedNanos(Address destination);

    /// The end of one [#apply].
    interface Applied {
        /// Every loop serves by the new configuration.
        void applied();

        /// Some loop could not take it and serves by the one before; the sentence says why.
        void failed(String sentence);
    }
}
