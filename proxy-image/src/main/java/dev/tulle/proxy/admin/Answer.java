package dev.tulle.proxy.admin;

/// What is sent back.
public record Answer(int status, String contentType, String body) {
    static Answer text(int status, String sentence) {
        return new Answer(status, "text/plain; charset=utf-8", sentence + "\n");
    }

    static Answer json(String body) {
        return new Answer(200, "application/json", body + "\n");
    }
}
