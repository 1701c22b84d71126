package dev.tulle.proxy.balance;

/// xxHash64 of text, the same on every proxy and every run. Text is hashed as it is compared: by
/// its characters, the low eight bits of each, which is all that fields and addresses have.
public final class Hashes {
    private static final long P1 = 0x9E3779B185EBCA87L;
    private static final long P2 = 0xC2B2AE3D27D4EB4FL;
    private static final long P3 = 0x165667B19E3779F9L;
    private static final long P4 = 0x85EBCA77C2B2AE63L;
    private static final long P5 = 0x27D4EB2F165667C5L;
    private static final int STRIPE = 32;

    private Hashes() {}

    /// The hash of a key, never [LoadBalancer#NO_HASH].
    public static long of(CharSequence text) {
        long hash = of(text, 0);
        return hash == LoadBalancer.NO_HASH ? 1 : hash;
    }

    static long of(CharSequence text, long seed) {
        int length = text.length();
        int at = 0;
        long hash;
        if (length >= STRIPE) {
            long one = seed + P1 + P2;
            long two = seed + P2;
            long three = seed;
            long four = seed - P1;
            for (; at <= length - STRIPE; at += STRIPE) {
                one = round(one, word(text, at));
                two = round(two, word(text, at + 8));
                three = round(three, word(text, at + 16));
                four = round(four, word(text, at + 24));
            }
            hash =
                    Long.rotateLeft(one, 1)
                            + Long.rotateLeft(two, 7)
                            + Long.rotateLeft(three, 12)
                            + Long.rotateLeft(four, 18);
            hash = merge(merge(merge(merge(hash, one), two), three), four);
        } else {
            hash = seed + P5;
        }
        return rest(hash + length, text, at);
    }

    private static long rest(long begun, CharSequence text, int from) {
        long hash = begun;
        int at = from;
        for (; at <= text.length() - 8; at += 8) {
            hash = Long.rotateLeft(hash ^ round(0, word(text, at)), 27) * P1 + P4;
        }
        if (at <= text.length() - 4) {
            hash = Long.rotateLeft(hash ^ (half(text, at) * P1), 23) * P2 + P3;
            at += 4;
        }
        for (; at < text.length(); at++) {
            hash = Long.rotateLeft(hash ^ ((text.charAt(at) & 0xff) * P5), 11) * P1;
        }
        hash = (hash ^ (hash >>> 33)) * P2;
        hash = (hash ^ (hash >>> 29)) * P3;
        return hash ^ (hash >>> 32);
    }

    private static long round(long sum, long word) {
        return Long.rotateLeft(sum + word * P2, 31) * P1;
    }

    private static long merge(long hash, long sum) {
        return (hash ^ round(0, sum)) * P1 + P4;
    }

    private static long word(CharSequence text, int at) {
        return half(text, at) | (half(text, at + 4) << 32);
    }

    private static long half(CharSequence text, int at) {
        return (text.charAt(at) & 0xff)
                | ((text.charAt(at + 1) & 0xff) << 8)
                | ((text.charAt(at + 2) & 0xff) << 16)
                | ((text.charAt(at + 3) & 0xffL) << 24);
    }
}
