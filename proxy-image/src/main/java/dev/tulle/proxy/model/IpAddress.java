package dev.tulle.proxy.model;

/// An IPv4 or IPv6 address as a value. IPv4 is kept in its mapped form, so that one address has one
/// value whatever the family of the socket that it came from.
public record IpAddress(long high, long low) {
    private static final long MAPPED = 0xffff_0000_0000L;
    private static final long MAPPED_MASK = 0xffff_ffff_0000_0000L;

    /// Reads the 4 or 16 bytes of an address in network order.
    public static IpAddress of(byte[] bytes) {
        return switch (bytes.length) {
            case 4 -> ofIpv4(toInt(bytes, 0));
            case 16 -> new IpAddress(toLong(bytes, 0), toLong(bytes, 8));
            default ->
                    throw new IllegalArgumentException(
                            "an address of " + bytes.length + " bytes: expected 4 or 16");
        };
    }

    /// The four bytes of an IPv4 address as one big-endian number.
    public static IpAddress ofIpv4(int bits) {
        return new IpAddress(0, MAPPED | (bits & 0xffff_ffffL));
    }

    /// Reads `192.0.2.1` or `2001:db8::1`; names are refused, nothing is looked up.
    public static IpAddress parse(String text) {
        return IpText.parse(text);
    }

    public boolean isIpv4() {
        return high == 0 && (low & MAPPED_MASK) == MAPPED;
    }

    public boolean isLoopback() {
        return isIpv4() ? (low & 0xff00_0000L) == 0x7f00_0000L : high == 0 && low == 1;
    }

    public boolean isUnspecified() {
        return high == 0 && (low == 0 || low == MAPPED);
    }

    public boolean isMulticast() {
        return isIpv4() ? (low & 0xf000_0000L) == 0xe000_0000L : high >>> 56 == 0xff;
    }

    /// 4 bytes for IPv4, 16 for IPv6, in network order.
    public byte[] bytes() {
        byte[] bytes = new byte[isIpv4() ? 4 : 16];
        for (int i = 0; i < bytes.length; i++) {
            int fromEnd = bytes.length - 1 - i;
            long word = fromEnd < 8 ? low : high;
            bytes[i] = (byte) (word >>> (8 * (fromEnd & 7)));
        }
        return bytes;
    }

    /// The canonical text of RFC 5952.
    @Override
    public String toString() {
        return IpText.print(this);
    }

    private static int toInt(byte[] bytes, int from) {
        return (bytes[from] & 0xff) << 24
                | (bytes[from + 1] & 0xff) << 16
                | (bytes[from + 2] & 0xff) << 8
                | (bytes[from + 3] & 0xff);
    }

    private static long toLong(byte[] bytes, int from) {
        return ((long) toInt(bytes, from)) << 32 | (toInt(bytes, from + 4) & 0xffff_ffffL);
    }
}
