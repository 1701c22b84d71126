package dev.tulle.proxy.exchange;

/// Status and fields of an answer; interim answers (1xx) come as heads before the final one.
public record ResponseHead(int status, Fields fields) implements Head {

    public boolean interim() {
        return status < 200;
    }
}
