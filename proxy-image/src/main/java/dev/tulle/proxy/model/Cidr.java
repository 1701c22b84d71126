package dev.tulle.proxy.model;

/// A range of addresses of one family.
public record Cidr(IpAddress network, int prefix) {
    public Cidr {
        int most = network.isIpv4() ? 32 : 128;
        if (prefix < 0 || prefix > most) {
            throw new IllegalArgumentException(
                    "prefix length " + prefix + " of " + network + ": expected 0 to " + most);
        }
    }

    /// Reads `10.0.0.0/8` or `fd00::/64`; bits behind the prefix are allowed and mean nothing.
    public static Cidr parse(String text) {
        int slash = text.indexOf('/');
        if (slash < 0 || slash == text.length() - 1 || text.length() - slash > 4) {
            throw new IllegalArgumentException("'" + text + "' is not a CIDR: expected 10.0.0.0/8");
        }
        int prefix = 0;
        for (int i = slash + 1; i < text.length(); i++) {
            int digit = text.charAt(i) - '0';
            if (digit < 0 || digit > 9) {
                throw new IllegalArgumentException(
                        "'" + text + "' is not a CIDR: expected 10.0.0.0/8");
            }
            prefix = prefix * 10 + digit;
        }
        return new Cidr(IpAddress.parse(text.substring(0, slash)), prefix);
    }

    public boolean contains(IpAddress address) {
        if (address.isIpv4() != network.isIpv4()) {
            return false;
        }
        int bits = network.isIpv4() ? prefix + 96 : prefix;
        return same(address.high(), network.high(), Math.min(bits, 64))
                && same(address.low(), network.low(), Math.max(bits - 64, 0));
    }

    @Override
    public String toString() {
        return network + "/" + prefix;
    }

    private static boolean same(long left, long right, int leadingBits) {
        return leadingBits == 0 || (left ^ right) >>> (64 - leadingBits) == 0;
    }
}
