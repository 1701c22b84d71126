package dev.tulle.proxy.route;

import java.util.ArrayDeque;
import java.util.Deque;

/// Estimates how large the program of a regular expression gets: counted repetition copies what it
/// repeats, and repetitions in each other multiply.
final class RegexSize {

    private static final int LARGEST = 1_000_000;

    private final String text;
    private final Deque<int[]> open = new ArrayDeque<>();
    private int sum;
    private int last;
    private int at;

    private RegexSize(String text) {
        this.text = text;
    }

    /// Steps of the program, roughly. Wrong syntax gives any number.
    static int of(String text) {
        return new RegexSize(text).estimate();
    }

    private int estimate() {
        while (at < text.length()) {
            char c = text.charAt(at++);
            switch (c) {
                case '(' -> {
                    open.push(new int[] {sum});
                    sum = 0;
                    last = 0;
                }
                case ')' -> {
                    last = sum + 2;
                    sum = bounded((long) last + (open.isEmpty() ? 0 : open.pop()[0]));
                }
                case '[' -> {
                    skipClass();
                    one();
                }
                case '\\' -> {
                    skipEscape();
                    one();
                }
                case '{' -> repeat();
                default -> one();
            }
        }
        while (!open.isEmpty()) {
            sum = bounded((long) sum + open.pop()[0]);
        }
        return sum;
    }

    private void one() {
        last = 1;
        sum = bounded(sum + 1L);
    }

    private void repeat() {
        int end = text.indexOf('}', at);
        if (end < 0) {
            one();
            return;
        }
        int times = 1;
        for (String number : text.substring(at, end).split(",", -1)) {
            if (!number.isEmpty() && number.chars().allMatch(c -> c >= '0' && c <= '9')) {
                times = Math.max(times, number.length() > 4 ? LARGEST : Integer.parseInt(number));
            }
        }
        at = end + 1;
        int before = last;
        last = bounded((long) before * times);
        sum = bounded((long) sum - before + last);
    }

    private void skipClass() {
        int start = text.startsWith("^", at) ? at + 1 : at;
        int i = text.startsWith("]", start) ? start + 1 : start;
        while (i < text.length() && text.charAt(i) != ']') {
            if (text.startsWith("[:", i) && text.indexOf(":]", i) > 0) {
                i = text.indexOf(":]", i) + 1;
            } else if (text.charAt(i) == '\\') {
                i++;
            }
            i++;
        }
        at = Math.min(text.length(), i + 1);
    }

    /// `\x{10FFFF}` and `\p{Greek}` have braces that repeat nothing.
    private void skipEscape() {
        char escaped = at < text.length() ? text.charAt(at++) : ' ';
        if ((escaped == 'x' || escaped == 'p' || escaped == 'P') && text.startsWith("{", at)) {
            int end = text.indexOf('}', at);
            at = end < 0 ? text.length() : end + 1;
        }
    }

    private static int bounded(long size) {
        return Math.clamp(size, 0, LARGEST);
    }
}
