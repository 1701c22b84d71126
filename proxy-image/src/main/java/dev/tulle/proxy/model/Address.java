package dev.tulle.proxy.model;

/// An IP address and a TCP port: what a connection was made to.
public record Address(IpAddress ip, int port) {
    public Address {
        Ports.check(port);
    }

    /// Reads `192.0.2.1:80` or `[2001:db8::1]:80`, the names of `Destination` resources.
    public static Address parse(String text) {
        int colon = text.lastIndexOf(':');
        if (colon < 0) {
            throw new IllegalArgumentException(
                    "'" + text + "' has no port: expected 192.0.2.1:80 or [2001:db8::1]:80");
        }
        String host = text.substring(0, colon);
        boolean brackets = host.startsWith("[") && host.endsWith("]");
        if (!brackets && host.indexOf(':') >= 0) {
            throw new IllegalArgumentException(
                    "'"
                            + text
                            + "' has an IPv6 address without brackets: expected [2001:db8::1]:80");
        }
        String ip = brackets ? host.substring(1, host.length() - 1) : host;
        return new Address(IpAddress.parse(ip), Ports.parse(text.substring(colon + 1)));
    }

    @Override
    public String toString() {
        return ip.isIpv4() ? ip + ":" + port : "[" + ip + "]:" + port;
    }
}
