package dev.tulle.proxy.capture;

import java.util.List;
import java.util.Map;

/// Addresses by the names that the rows of the test use.
record IpFamily(String name, String iptables, Map<String, String> addresses) {

    static final List<IpFamily> ALL = List.of(v4(), v6());

    private static IpFamily v4() {
        return new IpFamily(
                "IPv4",
                "iptables",
                Map.of(
                        "pod", "10.79.0.2",
                        "other", "10.79.0.1",
                        "loopback", "127.0.0.1",
                        "special", "169.254.233.7",
                        "service", "10.96.0.10",
                        "skipped", "10.80.0.1"));
    }

    private static IpFamily v6() {
        return new IpFamily(
                "IPv6",
                "ip6tables",
                Map.of(
                        "pod", "fd79::2",
                        "other", "fd79::1",
                        "loopback", "::1",
                        "special", "fd74:756c:6c65::2337",
                        "service", "fd96::10",
                        "skipped", "fd80::1"));
    }

    String address(String name) {
        return addresses.getOrDefault(name, name);
    }

    /// An answer of a listener, with names in the place of addresses.
    String named(String answer) {
        String text = answer;
        for (var address : addresses.entrySet()) {
            text = text.replaceAll("(?<= )" + address.getValue() + "(?=[/ ]|$)", address.getKey());
        }
        return text;
    }

    @Override
    public String toString() {
        return name;
    }
}
