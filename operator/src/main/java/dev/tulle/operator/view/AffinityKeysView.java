package dev.tulle.operator.view;

import java.util.List;

/// The Secret with the keys of session affinity; of no other Secret does the data enter the view.
///
/// @param keys the first one signs, each is believed; none when the Secret cannot be used
public record AffinityKeysView(Meta meta, List<SigningKey> keys) implements ClusterObject {

    /// The only Secret of its kind, in the operator's namespace.
    public static final String NAME = "tulle-affinity-keys";

    /// The key that signs, and another one that is believed: the next one or the one before.
    public static final String SIGNING = "signing";

    public static final String OTHER = "other";

    public AffinityKeysView {
        keys = List.copyOf(keys);
    }

    @Override
    public AffinityKeysView withMeta(Meta other) {
        return new AffinityKeysView(other, keys);
    }
}
