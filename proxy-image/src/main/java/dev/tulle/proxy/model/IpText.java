package dev.tulle.proxy.model;

import java.util.Arrays;

/// The text of addresses, as in RFC 4291 section 2.2 to read and RFC 5952 to write.
enum IpText {
    ;

    private static final int GROUPS = 8;

    static IpAddress parse(String text) {
        return text.indexOf(':') < 0 ? IpAddress.ofIpv4(ipv4(text, text)) : ipv6(text);
    }

    static String print(IpAddress address) {
        if (address.isIpv4()) {
            long low = address.low();
            return ((low >>> 24) & 0xff)
                    + "."
                    + ((low >>> 16) & 0xff)
                    + "."
                    + ((low >>> 8) & 0xff)
                    + "."
                    + (low & 0xff);
        }
        return printIpv6(address);
    }

    private static String printIpv6(IpAddress address) {
        int[] groups = new int[GROUPS];
        for (int i = 0; i < GROUPS; i++) {
            long word = i < 4 ? address.high() : address.low();
            groups[i] = (int) (word >>> (48 - 16 * (i & 3))) & 0xffff;
        }
        int gap = longestGap(groups);
        int gapEnd = gap + gapLength(groups, gap);
        StringBuilder out = new StringBuilder(39);
        for (int i = 0; i < GROUPS; i++) {
            if (i == gap) {
                out.append("::");
                i = gapEnd - 1;
                continue;
            }
            if (i > 0 && i != gapEnd) {
                out.append(':');
            }
            out.append(Integer.toHexString(groups[i]));
        }
        return out.toString();
    }

    /// Start of the first longest run of at least two zero groups, else a place behind the end.
    private static int longestGap(int[] groups) {
        int best = GROUPS;
        int bestLength = 1;
        for (int i = 0; i < GROUPS; i++) {
            int length = gapLength(groups, i);
            if (length > bestLength) {
                best = i;
                bestLength = length;
            }
        }
        return best;
    }

    private static int gapLength(int[] groups, int from) {
        int length = 0;
        while (from + length < GROUPS && groups[from + length] == 0) {
            length++;
        }
        return length;
    }

    private static int ipv4(String part, String whole) {
        int bits = 0;
        int at = 0;
        for (int i = 0; i < 4; i++) {
            int end = i < 3 ? part.indexOf('.', at) : part.length();
            if (end <= at || end - at > 3) {
                throw bad(whole);
            }
            int number = number(part, at, end, 10, whole);
            if (number > 255 || (end - at > 1 && part.charAt(at) == '0')) {
                throw bad(whole);
            }
            bits = bits << 8 | number;
            at = end + 1;
        }
        return bits;
    }

    private static IpAddress ipv6(String text) {
        int gap = text.indexOf("::");
        if (gap < 0) {
            return of(groups(text, GROUPS, text), text);
        }
        if (text.indexOf("::", gap + 1) >= 0) {
            throw bad(text);
        }
        int[] head = groups(text.substring(0, gap), GROUPS - 1, text);
        int[] tail = groups(text.substring(gap + 2), GROUPS - 1, text);
        if (head.length + tail.length > GROUPS - 1) {
            throw bad(text);
        }
        int[] all = new int[GROUPS];
        System.arraycopy(head, 0, all, 0, head.length);
        System.arraycopy(tail, 0, all, GROUPS - tail.length, tail.length);
        return of(all, text);
    }

    private static IpAddress of(int[] groups, String text) {
        if (groups.length != GROUPS) {
            throw bad(text);
        }
        long high = 0;
        long low = 0;
        for (int i = 0; i < 4; i++) {
            high = high << 16 | groups[i];
            low = low << 16 | groups[i + 4];
        }
        return new IpAddress(high, low);
    }

    private static int[] groups(String part, int most, String whole) {
        if (part.isEmpty()) {
            return new int[0];
        }
        int[] groups = new int[most + 1];
        int count = 0;
        int at = 0;
        while (at <= part.length()) {
            int colon = part.indexOf(':', at);
            int end = colon < 0 ? part.length() : colon;
            boolean embedded = colon < 0 && part.indexOf('.', at) >= 0;
            if (count + (embedded ? 2 : 1) > most) {
                throw bad(whole);
            }
            if (embedded) {
                int bits = ipv4(part.substring(at), whole);
                groups[count++] = bits >>> 16;
                groups[count++] = bits & 0xffff;
            } else {
                if (end == at || end - at > 4) {
                    throw bad(whole);
                }
                groups[count++] = number(part, at, end, 16, whole);
            }
            at = end + 1;
        }
        return Arrays.copyOf(groups, count);
    }

    private static int number(String text, int from, int to, int radix, String whole) {
        int number = 0;
        for (int i = from; i < to; i++) {
            int digit = text.charAt(i) > 'f' ? -1 : Character.digit(text.charAt(i), radix);
            if (digit < 0) {
                throw bad(whole);
            }
            number = number * radix + digit;
        }
        return number;
    }

    private static IllegalArgumentException bad(String text) {
        return new IllegalArgumentException(
                "'" + text + "' is not an IP address: expected 192.0.2.1 or 2001:db8::1");
    }
}
