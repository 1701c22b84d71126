package dev.tulle.proxy.warmup;

/// What is sent through the engines, and how the end of its answer is known.
sealed interface Question {
    String protocol();

    String text();

    boolean answeredBy(StringBuilder answer);

    /// A request of the [Responder].
    record Http() implements Question {
        private static final String END_OF_HEAD = "\r\n\r\n";

        @Override
        public String protocol() {
            return "HTTP/1.1";
        }

        @Override
        public String text() {
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

    /// Bytes that the [Responder] sends back. The first is none that HTTP can begin with, so they
    /// go through as opaque TCP.
    record Opaque() implements Question {
        private static final String TEXT = "\u0001" + "w".repeat(255);

        @Override
        public String protocol() {
            return "TCP";
        }

        @Override
        public String text() {
            return TEXT;
        }

        @Override
        public boolean answeredBy(StringBuilder answer) {
            return answer.length() >= TEXT.length();
        }
    }
}
