package dev.tulle.proxy.http1;

/// The bytes are no message that may be forwarded. After it no further byte of the connection is
/// parsed, for the end of the message is not known. The status is the answer where a client sent
/// it.
final class MalformedException extends Exception {
    private static final long serialVersionUID = 1L;

    private final int status;

    private MalformedException(int status, String sentence) {
        super(sentence, null, false, false);
        this.status = status;
    }

    static MalformedException badRequest(String sentence) {
        return new MalformedException(400, sentence);
    }

    static MalformedException targetTooLong(int most) {
        return new MalformedException(414, "the request line is longer than " + most + " bytes");
    }

    static MalformedException headTooLarge(String sentence) {
        return new MalformedException(431, sentence);
    }

    int status() {
        return status;
    }

    String sentence() {
        return String.valueOf(getMessage());
    }
}
