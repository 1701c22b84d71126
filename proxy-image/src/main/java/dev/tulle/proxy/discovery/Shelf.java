package dev.tulle.proxy.discovery;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// The resources of one type: the versions in force, newer versions that wait, and those that were
/// withdrawn but are still referred to.
final class Shelf<T> {
    private final ResourceType type;
    private final Decoder<T> decoder;
    private final Map<String, Held<T>> held = new HashMap<>();
    private final Map<String, Waiting<T>> waiting = new HashMap<>();
    private final Set<String> withdrawn = new HashSet<>();

    /// A version that is understood but not in force yet.
    record Waiting<T>(Held<T> candidate, Why why, long sinceNanos) {}

    /// Why a version is not in force yet.
    enum Why {
        /// It refers to something that has not come.
        MISSING_REFERENCE,
        /// It was made from an older state of the user's object than the version in force.
        OLDER_GENERATION
    }

    Shelf(ResourceType type, Decoder<T> decoder) {
        this.type = type;
        this.decoder = decoder;
    }

    Held<T> decode(String name, String version, ByteString bytes)
            throws InvalidProtocolBufferException, RefusedResourceException {
        return new Held<>(new ResourceKey(type, name), version, bytes, decoder.decode(name, bytes));
    }

    /// Puts a version in force and gives the one before.
    @Nullable Held<T> put(Held<T> next) {
        String name = next.key().name();
        waiting.remove(name);
        withdrawn.remove(name);
        return held.put(name, next);
    }

    /// Takes back a [#put], unless something newer is in force by now.
    void undo(Held<T> failed, @Nullable Held<T> before) {
        String name = failed.key().name();
        if (!failed.equals(held.get(name))) {
            return;
        }
        if (before == null) {
            held.remove(name);
        } else {
            held.put(name, before);
        }
    }

    void park(Held<T> candidate, Why why, long nowNanos) {
        waiting.put(candidate.key().name(), new Waiting<>(candidate, why, nowNanos));
    }

    @Nullable Held<T> held(String name) {
        return held.get(name);
    }

    /// Whether something new may refer to the name.
    boolean offers(String name) {
        return held.containsKey(name) && !withdrawn.contains(name);
    }

    Map<String, Held<T>> held() {
        return held;
    }

    Map<String, Waiting<T>> waiting() {
        return waiting;
    }

    /// The resource leaves as soon as nothing refers to it.
    void withdraw(String name) {
        waiting.remove(name);
        if (held.containsKey(name)) {
            withdrawn.add(name);
        }
    }

    void drop(String name) {
        waiting.remove(name);
        withdrawn.remove(name);
        held.remove(name);
    }

    /// Drops what was withdrawn and is not among `referred`; true when something went.
    boolean sweep(Set<ResourceKey> referred) {
        boolean went = false;
        for (Iterator<String> names = withdrawn.iterator(); names.hasNext(); ) {
            String name = names.next();
            if (!referred.contains(new ResourceKey(type, name))) {
                names.remove();
                held.remove(name);
                went = true;
            }
        }
        return went;
    }
}
