package dev.tulle.proxy.upstream;

import dev.tulle.proxy.exchange.ClientConnection;
import dev.tulle.proxy.exchange.ConnectionAuth;
import dev.tulle.proxy.exchange.ResponseHead;
import dev.tulle.proxy.model.Address;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// Connections of one event loop on which a client proves who it is, see [ConnectionAuth]: each
/// belongs to that client's connection alone. Both end together, so that a client never goes on
/// with a connection that does not know it, and nobody else with one that takes him for this
/// client.
final class PinnedConnections {
    private final Map<ClientConnection, List<Pinned>> pinned = new HashMap<>();
    private final Map<HttpConnection, ClientConnection> owners = new HashMap<>();

    /// A connection, and where it goes.
    record Pinned(HttpConnection connection, Pick pick) {}

    /// The client's own connection to where this request may go; null when it has none.
    @Nullable Pinned of(@Nullable ClientConnection client, Choice choice) {
        List<Pinned> own = owners.isEmpty() || client == null ? null : pinned.get(client);
        for (int i = 0; own != null && i < own.size(); i++) {
            if (choice.admits(own.get(i).pick())) {
                return own.get(i);
            }
        }
        return null;
    }

    void pin(HttpConnection connection, Pick pick, ClientConnection client) {
        if (owners.putIfAbsent(connection, client) != null) {
            return;
        }
        connection.pin();
        List<Pinned> own = pinned.computeIfAbsent(client, first -> new ArrayList<>(1));
        own.add(new Pinned(connection, pick.again()));
        if (own.size() == 1) {
            client.whenGone(() -> clientGone(client));
        }
    }

    /// The head of a final answer came by it, and the client is about to see it.
    void answered(
            HttpConnection connection,
            Pick pick,
            @Nullable ClientConnection client,
            ResponseHead head) {
        if (!connection.stays()) {
            ends(connection);
        } else if (ConnectionAuth.asks(head) && !connection.key().engine().shared()) {
            if (client == null) {
                connection.retire();
            } else {
                pin(connection, pick, client);
            }
        }
    }

    private void ends(HttpConnection connection) {
        ClientConnection owner = owners.isEmpty() ? null : owners.get(connection);
        if (owner != null) {
            owner.end();
        }
    }

    /// The connection is closed.
    void gone(HttpConnection connection) {
        ClientConnection owner = owners.isEmpty() ? null : owners.remove(connection);
        List<Pinned> own = owner == null ? null : pinned.get(owner);
        if (owner != null && own != null) {
            own.removeIf(each -> each.connection().equals(connection));
            owner.end();
        }
    }

    private void clientGone(ClientConnection client) {
        List<Pinned> own = pinned.remove(client);
        if (own != null) {
            own.forEach(each -> {
                owners.remove(each.connection());
                each.connection().retire();
            });
        }
    }

    /// Ends those to other endpoints, behind what is under way on them.
    void retireUnless(Predicate<Address> wanted) {
        for (HttpConnection connection : List.copyOf(owners.keySet())) {
            if (connection.key().unwanted(wanted)) {
                connection.retire();
            }
        }
    }
}
