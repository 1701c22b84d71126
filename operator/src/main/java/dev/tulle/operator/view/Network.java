package dev.tulle.operator.view;

import java.util.Optional;

/// A range of IP addresses: the first 64 and the last 64 bits of its lowest address and how many
/// leading bits are fixed. IPv4 stands in the upper half alone.
public record Network(Family family, long high, long low, int length) {

    /// Version of the protocol.
    public enum Family {
        IPV4(32),
        IPV6(128);

        private final int bits;

        Family(int bits) {
            this.bits = bits;
        }
    }

    /// The /24 around an IPv4 address, the /64 around an IPv6 address; empty when it is neither.
    public static Optional<Network> around(String address) {
        return parse(address).map(single -> single.cut(single.family == Family.IPV4 ? 24 : 64));
    }

    /// One spelling for each address; what is no address stays as it is.
    public static String canonicalAddress(String address) {
        return parse(address)
                .map(single -> single.family == Family.IPV4 ? address : single.toString())
                .orElse(address);
    }

    /// An address with a prefix length, or a single address.
    public static Optional<Network> parse(String text) {
        int slash = text.indexOf('/');
        String address = slash < 0 ? text : text.substring(0, slash);
        Optional<Network> single = address.indexOf(':') < 0 ? ipv4(address) : ipv6(address);
        if (slash < 0) {
            return single;
        }
        Optional<Integer> length = number(text.substring(slash + 1), 10, 128);
        return single.flatMap(
                found -> length.filter(bits -> bits <= found.family.bits).map(found::cut));
    }

    public boolean contains(Network other) {
        return family == other.family && length <= other.length && other.cut(length).equals(this);
    }

    public boolean overlaps(Network other) {
        return contains(other) || other.contains(this);
    }

    private Network cut(int bits) {
        long upper = bits >= 64 ? high : bits == 0 ? 0 : high & (-1L << (64 - bits));
        long lower = bits <= 64 ? 0 : bits == 128 ? low : low & (-1L << (128 - bits));
        return new Network(family, upper, lower, bits);
    }

    private static Optional<Network> ipv4(String text) {
        String[] parts = text.split("\\.", -1);
        if (parts.length != 4) {
            return Optional.empty();
        }
        long bits = 0;
        for (String part : parts) {
            Optional<Integer> octet = number(part, 10, 255);
            if (octet.isEmpty()) {
                return Optional.empty();
            }
            bits = bits << 8 | octet.get();
        }
        return Optional.of(new Network(Family.IPV4, bits << 32, 0, 32));
    }

    private static Optional<Network> ipv6(String text) {
        int gap = text.indexOf("::");
        String[] head = groups(gap < 0 ? text : text.substring(0, gap));
        String[] tail = groups(gap < 0 ? "" : text.substring(gap + 2));
        int missing = 8 - head.length - tail.length;
        if (gap < 0 ? missing != 0 : missing < 1) {
            return Optional.empty();
        }
        long[] halves = new long[2];
        for (int i = 0; i < 8; i++) {
            String group =
                    i < head.length
                            ? head[i]
                            : i < head.length + missing ? "0" : tail[i - head.length - missing];
            Optional<Integer> value = number(group, 16, 0xffff);
            if (value.isEmpty()) {
                return Optional.empty();
            }
            halves[i / 4] = halves[i / 4] << 16 | value.get();
        }
        return Optional.of(new Network(Family.IPV6, halves[0], halves[1], 128));
    }

    private static String[] groups(String text) {
        return text.isEmpty() ? new String[0] : text.split(":", -1);
    }

    private static Optional<Integer> number(String text, int radix, int most) {
        if (text.isEmpty()
                || text.length() > 4
                || !text.chars().allMatch(c -> Character.digit(c, radix) >= 0)) {
            return Optional.empty();
        }
        return Optional.of(Integer.parseInt(text, radix)).filter(value -> value <= most);
    }

    /// As a CIDR; IPv6 without the abbreviation of RFC 5952 but for the end of the address.
    @Override
    public String toString() {
        StringBuilder text = new StringBuilder();
        switch (family) {
            case IPV4 -> {
                for (int shift = 56; shift >= 32; shift -= 8) {
                    text.append(high >>> shift & 0xff).append(shift > 32 ? "." : "");
                }
            }
            case IPV6 -> {
                for (int shift = 48; shift >= 0; shift -= 16) {
                    text.append(Long.toHexString(high >>> shift & 0xffff)).append(':');
                }
                if (low == 0) {
                    text.append(':');
                } else {
                    for (int shift = 48; shift >= 0; shift -= 16) {
                        text.append(Long.toHexString(low >>> shift & 0xffff))
                                .append(shift > 0 ? ":" : "");
                    }
                }
            }
        }
        return text.append('/').append(length).toString();
    }
}
