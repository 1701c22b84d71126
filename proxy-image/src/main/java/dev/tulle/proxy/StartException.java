package dev.tulle.proxy;

/// The proxy cannot start; the message is the one line that is printed.
final class StartException extends Exception {
    private static final long serialVersionUID = 1;

    StartException(String sentence) {
        super(sentence);
    }

    StartException(String sentence, Throwable cause) {
        super(sentence, cause);
    }
}
