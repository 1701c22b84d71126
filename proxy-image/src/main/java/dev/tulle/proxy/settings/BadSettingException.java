package dev.tulle.proxy.settings;

/** A setting that the proxy cannot start with; the message is the one line that is printed. */
public final class BadSettingException extends RuntimeException {
    private static final long serialVersionUID = 1;

    BadSettingException(String variable, String value, String expected) {
        super(
                "%s is \"%s\", expected %s; it is set by injection, look at the container's env"
                        .formatted(variable, value, expected));
    }
}
