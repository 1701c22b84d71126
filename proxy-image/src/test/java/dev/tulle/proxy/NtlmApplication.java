package dev.tulle.proxy;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicInteger;

/// An application that believes connections, as those with NTLM do: who proves on one who he is, in
/// two steps (`Authorization: NTLM hello`, then `NTLM <name>`), is taken for the sender of all that
/// comes by it. It answers `<name>@<number of the connection>`.
final class NtlmApplication implements AutoCloseable {
    private final AtomicInteger numbers = new AtomicInteger();
    private final AtomicInteger open = new AtomicInteger();
    private final String challenge;
    final TestApplication application;

    NtlmApplication() throws IOException {
        this("NTLM");
    }

    /// What it asks those for whom it does not know.
    NtlmApplication(String challenge) throws IOException {
        this.challenge = challenge;
        application = TestApplication.with(this::serve);
    }

    int port() {
        return application.port();
    }

    int open() {
        return open.get();
    }

    private void serve(TestApplication self, InputStream in, OutputStream out) throws IOException {
        String number = "@" + numbers.incrementAndGet();
        open.incrementAndGet();
        try {
            String user = "";
            for (String head = self.head(in); !head.isEmpty(); head = self.head(in)) {
                in.readNBytes(TestApplication.length(head));
                String proof = proof(head);
                if (head.startsWith("GET /end")) {
                    return;
                } else if (proof.equals("hello")) {
                    answer(out, "401 Unauthorized", "WWW-Authenticate: NTLM nonce", number);
                } else if (user.isEmpty() && proof.isEmpty()) {
                    answer(out, "401 Unauthorized", "WWW-Authenticate: " + challenge, number);
                } else {
                    user = proof.isEmpty() ? user : proof;
                    String last = head.startsWith("GET /last") ? "Connection: close" : "X-A: b";
                    answer(out, "200 OK", last, user + number);
                }
            }
        } finally {
            open.decrementAndGet();
        }
    }

    private static String proof(String head) {
        return head.lines()
                .filter(line -> line.startsWith("Authorization: NTLM "))
                .map(line -> line.substring("Authorization: NTLM ".length()))
                .findFirst()
                .orElse("");
    }

    private static void answer(OutputStream out, String status, String field, String body)
            throws IOException {
        String head =
                "HTTP/1.1 %s\r\n%s\r\nContent-Length: %d\r\n\r\n"
                        .formatted(status, field, body.length());
        out.write((head + body).getBytes(StandardCharsets.US_ASCII));
        out.flush();
    }

    @Override
    public void close() {
        application.close();
    }
}
