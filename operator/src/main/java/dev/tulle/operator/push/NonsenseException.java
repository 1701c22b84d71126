package dev.tulle.operator.push;

/// A client broke the protocol: its stream ends, and only that.
final class NonsenseException extends Exception {

    NonsenseException(String sentence) {
        super(sentence);
    }

    String sentence() {
        return String.valueOf(getMessage());
    }
}
