package dev.tulle.proxy.http1;

/// The first line of a head, by what sends it.
enum StartLine {
    REQUEST {
        @Override
        void read(HeadBlock block, int from, int to, Limits limits) throws MalformedException {
            byte[] bytes = block.bytes();
            int methodEnd = from;
            while (methodEnd < to && Grammar.isToken(bytes[methodEnd])) {
                methodEnd++;
            }
            if (methodEnd == from || methodEnd - from > limits.methodLength()) {
                throw MalformedException.badRequest(
                        "a method that is empty or longer than " + limits.methodLength());
            }
            int targetEnd = methodEnd + 1;
            while (targetEnd < to && Grammar.isTarget(bytes[targetEnd])) {
                targetEnd++;
            }
            boolean spaces = targetEnd < to && bytes[methodEnd] == ' ' && bytes[targetEnd] == ' ';
            if (!spaces || targetEnd == methodEnd + 1 || to - targetEnd != VERSION_LENGTH + 1) {
                throw MalformedException.badRequest(
                        "a request line of another form than RFC 9112's");
            }
            int minor = minorVersion(bytes, targetEnd + 1);
            block.requestLine(from, methodEnd, targetEnd, minor, to + 2);
        }
    },
    RESPONSE {
        @Override
        void read(HeadBlock block, int from, int to, Limits limits) throws MalformedException {
            byte[] bytes = block.bytes();
            int code = from + VERSION_LENGTH + 1;
            if (to < code + 3
                    || bytes[code - 1] != ' '
                    || (to > code + 3 && bytes[code + 3] != ' ')) {
                throw MalformedException.badRequest(
                        "a status line of another form than RFC 9112's");
            }
            int status = 0;
            for (int i = code; i < code + 3; i++) {
                int digit = bytes[i] - '0';
                if (digit < 0 || digit > 9) {
                    throw MalformedException.badRequest("a status that is no number");
                }
                status = status * 10 + digit;
            }
            for (int i = code + 3; i < to; i++) {
                if (!Grammar.isValue(bytes[i])) {
                    throw MalformedException.badRequest("a control character in a status line");
                }
            }
            if (status < 100) {
                throw MalformedException.badRequest("status " + status);
            }
            block.statusLine(from, status, minorVersion(bytes, from), to + 2);
        }
    },
    /// Trailers have none.
    NONE {
        @Override
        void read(HeadBlock block, int from, int to, Limits limits) {
            throw new IllegalStateException("trailers have no start line");
        }
    };

    private static final int VERSION_LENGTH = 8;

    abstract void read(HeadBlock block, int from, int to, Limits limits) throws MalformedException;

    private static int minorVersion(byte[] bytes, int at) throws MalformedException {
        boolean http1 =
                bytes[at] == 'H'
                        && bytes[at + 1] == 'T'
                        && bytes[at + 2] == 'T'
                        && bytes[at + 3] == 'P'
                        && bytes[at + 4] == '/'
                        && bytes[at + 5] == '1'
                        && bytes[at + 6] == '.';
        int minor = bytes[at + 7] - '0';
        if (!http1 || minor < 0 || minor > 1) {
            throw MalformedException.badRequest("a version other than HTTP/1.0 and HTTP/1.1");
        }
        return minor;
    }
}
