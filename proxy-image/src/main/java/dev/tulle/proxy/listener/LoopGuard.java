package dev.tulle.proxy.listener;

import dev.tulle.proxy.model.Address;
import dev.tulle.proxy.model.IpAddress;
import dev.tulle.proxy.model.LocalWorkload;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Keeps the proxy from calling itself: what was not captured, or was made to a port of its own, or
/// to an address that cannot be meant, is refused before a byte is read.
public record LoopGuard(Set<Integer> ownPorts, Set<IpAddress> specialSources) {
    public LoopGuard {
        ownPorts = Set.copyOf(ownPorts);
        specialSources = Set.copyOf(specialSources);
    }

    /// Whether a connection of the own application may go on; null means that it was not captured.
    boolean outbound(@Nullable Address original, Address listener) {
        if (original == null || original.equals(listener) || ownPorts.contains(original.port())) {
            return false;
        }
        IpAddress ip = original.ip();
        return !ip.isLoopback()
                && !ip.isUnspecified()
                && !ip.isMulticast()
                && !specialSources.contains(ip);
    }

    /// Whether a connection to the own application may go on.
    boolean inbound(@Nullable Address original, Address listener, LocalWorkload local) {
        return original != null
                && !original.equals(listener)
                && !ownPorts.contains(original.port())
                && local.addresses().contains(original.ip());
    }
}
