package dev.tulle.operator.compile;

import java.util.Optional;

/// An address and port that an application called.
public record DestinationKey(String address, int port) implements ResourceKey {

    static Optional<DestinationKey> parse(String name) {
        int colon = name.lastIndexOf(':');
        if (colon < 1) {
            return Optional.empty();
        }
        String host = name.substring(0, colon);
        boolean bracketed = host.startsWith("[") && host.endsWith("]");
        if (bracketed != host.indexOf(':') >= 0) {
            return Optional.empty();
        }
        String address = bracketed ? host.substring(1, host.length() - 1) : host;
        return port(name.substring(colon + 1)).map(port -> new DestinationKey(address, port));
    }

    @Override
    public ResourceType type() {
        return ResourceType.DESTINATION;
    }

    @Override
    public String name() {
        return address.indexOf(':') >= 0 ? "[" + address + "]:" + port : address + ":" + port;
    }

    private static Optional<Integer> port(String text) {
        if (text.isEmpty()
                || text.length() > 5
                || !text.chars().allMatch(c -> c >= '0' && c <= '9')) {
            return Optional.empty();
        }
        return Optional.of(Integer.parseInt(text)).filter(port -> port >= 1 && port <= 65535);
    }
}
