package dev.tulle.proxy.detect;

import java.util.List;

/// What a ClientHello says that matters here; `serverName` is empty when it names none.
public record ClientHello(String serverName, List<String> protocols) {
    public ClientHello {
        protocols = List.copyOf(protocols);
    }
}
