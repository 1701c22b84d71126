package dev.tulle.proxy.exchange;

import dev.tulle.proxy.model.Address;
import dev.tulle.proxy.model.InboundPort;
import dev.tulle.proxy.model.IpAddress;
import dev.tulle.proxy.model.LocalWorkload;

/// Who opened a connection and what it called: one value per connection, shared by its exchanges.
public sealed interface Caller {
    LocalWorkload local();

    /// The TCP peer.
    IpAddress address();

    /// The original destination.
    Address called();

    /// The own application, calling out.
    record Application(LocalWorkload local, IpAddress address, Address called) implements Caller {}

    /// Somebody who calls the own application; `spiffeId` is empty when no identity was proven.
    /// `addressText` is the address as it stands in fields, written once per connection.
    record Remote(
            LocalWorkload local,
            IpAddress address,
            String addressText,
            Address called,
            InboundPort port,
            String spiffeId)
            implements Caller {
        public static Remote of(
                LocalWorkload local,
                IpAddress address,
                Address called,
                InboundPort port,
                String spiffeId) {
            return new Remote(local, address, address.toString(), called, port, spiffeId);
        }

        public boolean identified() {
            return !spiffeId.isEmpty();
        }
    }
}
