package dev.tulle.proxy.detect;

/// Why a connection was taken for what it is; the word is the label of the metric.
public enum DetectReason {
    DECLARED("declared"),
    REQUEST_LINE("request-line"),
    HTTP2_PREFACE("http2-preface"),
    CLIENT_HELLO("client-hello"),
    NOT_HTTP("not-http"),
    SERVER_FIRST("server-first"),
    /// The server ended its side, or was not there, before either side said anything.
    SERVER_ENDED("server-ended"),
    NO_PROGRESS("no-progress"),
    /// The client ended its side before the bytes said anything.
    CLIENT_ENDED("client-ended"),
    UNKNOWN_MESH_NAME("unknown-mesh-name"),
    BAD_HELLO("bad-hello"),
    HELLO_TIMEOUT("hello-timeout");

    private final String word;

    DetectReason(String word) {
        this.word = word;
    }

    public String word() {
        return word;
    }
}
