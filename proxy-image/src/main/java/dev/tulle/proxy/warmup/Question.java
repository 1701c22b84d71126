package dev.tulle.proxy.warmup;

/// What is sent through the engines, and how the end of its answer is known.
sealed interface Question {
    String protocol();

    /// What is sent as the `nth` question of a connection, from 0 on; each character is a byte.
    String text(int nth);

    boolean answeredBy(StringBuilder answer);

    /// A request of the [Responder].
    record Http() implements Question {
        private static final String END_OF_HEAD = "\r\n\r\n";

        @Override
        public String protocol() {
            return "HTTP/1.1";
        }

        @Override
        public String text(int nth) {
            return String.join(
                            "\r\n",
                            "GET /warm-up HTTP/1.1",
                            "host: warm-up.tulle",
                            "accept: */*",
                            "user-agent: tulle")
                    + END_OF_HEAD;
        }

        @Override
        public boolean answeredBy(StringBuilder answer) {
            int head = answer.indexOf(END_OF_HEAD);
            return head >= 0
                    && answer.length() >= head + END_OF_HEAD.length() + Responder.BODY
                    && answer.indexOf("HTTP/1.1 200") == 0;
        }
    }

    /// The same by HTTP/2, frame by frame: a stream for each question, fields from the static table
    /// of HPACK or as literals.
    record Http2() implements Question {
        private static final String PREFACE = "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n";
        private static final int LARGE_WINDOW = 1 << 30;
        private static final String AUTHORITY = "warm-up.tulle";

        @Override
        public String protocol() {
            return "HTTP/2";
        }

        @Override
        public String text(int nth) {
            String block = "\u0082\u0086\u0084A" + (char) AUTHORITY.length() + AUTHORITY;
            String request = Frames.of(Frames.HEADERS, Frames.END_ALL, 2 * nth + 1, block);
            return nth > 0
                    ? request
                    : PREFACE
                            + Frames.of(Frames.SETTINGS, 0, 0, "")
                            + Frames.of(Frames.WINDOW_UPDATE, 0, 0, Frames.four(LARGE_WINDOW))
                            + request;
        }

        @Override
        public boolean answeredBy(StringBuilder answer) {
            for (int at = 0; Frames.whole(answer, at); at = Frames.next(answer, at)) {
                if (Frames.type(answer, at) == Frames.DATA && Frames.ends(answer, at)) {
                    return true;
                }
            }
            return false;
        }
    }

    /// Bytes that the [Responder] sends back. The first is none that HTTP can begin with, so they
    /// go through as opaque TCP.
    record Opaque() implements Question {
        private static final String TEXT = "\u0001" + "w".repeat(255);

        @Override
        public String protocol() {
            return "TCP";
        }

        @Override
        public String text(int nth) {
            return TEXT;
        }

        @Override
        public boolean answeredBy(StringBuilder answer) {
            return answer.length() >= TEXT.length();
        }
    }
}
