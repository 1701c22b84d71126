package dev.tulle.operator.certificates;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/// Where the room that decides about authorities shows who signs at present, and where the room
/// that issues leaves looks. Empty until this process leads, for nothing is decided before.
public final class Signers {
    private final Map<AuthorityName, Signer> current = new ConcurrentHashMap<>();
    private final List<Runnable> listeners = new CopyOnWriteArrayList<>();

    /// Shows a signer; who listens is called only when it is another one.
    public void publish(AuthorityName name, Signer signer) {
        Signer before = current.put(name, signer);
        if (before == null || !before.sameAs(signer)) {
            listeners.forEach(Runnable::run);
        }
    }

    /// Nobody signs under this name any more.
    public void withdraw(AuthorityName name) {
        if (current.remove(name) != null) {
            listeners.forEach(Runnable::run);
        }
    }

    public Optional<Signer> current(AuthorityName name) {
        return Optional.ofNullable(current.get(name));
    }

    /// Called on the thread that publishes: hand over, do not work there.
    public void onChange(Runnable listener) {
        listeners.add(listener);
    }
}
