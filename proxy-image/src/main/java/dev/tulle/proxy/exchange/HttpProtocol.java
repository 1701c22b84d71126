package dev.tulle.proxy.exchange;

/// The version of HTTP that a request came by; the word is the label of metrics.
public enum HttpProtocol {
    HTTP1("http1"),
    HTTP2("http2");

    private final String word;

    HttpProtocol(String word) {
        this.word = word;
    }

    public String word() {
        return word;
    }
}
