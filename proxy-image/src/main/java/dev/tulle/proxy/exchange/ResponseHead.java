package dev.tulle.proxy.exchange;

/// Status and fields of an answer; interim answers (1xx) come as heads before the final one.
public record ResponseHead(int status, Fields fields) implements Head {

    /// What follows is no HTTP any more, so it is final.
    public static final int SWITCHING = 101;

    public boolean interim() {
        return status < 200 && status != SWITCHING;
    }
}
