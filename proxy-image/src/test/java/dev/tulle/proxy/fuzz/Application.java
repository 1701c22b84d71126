package dev.tulle.proxy.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/// The application behind an [EngineRig]: reads by a parser of its own, answers every request that
/// is complete, and knows nothing of proxies. It grants no CONNECT: what follows one is a request
/// then, and not bytes that mean nothing to HTTP.
public final class Application {
    private static final byte[] ANSWER = ascii("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok");
    private static final byte[] ANSWER_TO_HEAD =
            ascii("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n");
    private static final byte[] ANSWER_TO_CONNECT =
            ascii("HTTP/1.1 405 Method Not Allowed\r\nContent-Length: 2\r\n\r\nno");

    private final EngineRig rig;
    private final Map<EngineRig.Upstream, ForeignParser> parsers = new LinkedHashMap<>();
    private final List<String> requests = new ArrayList<>();
    private final ForeignParser client = ForeignParser.ofAnswers(this::answersHead);
    private int answered;

    public Application(EngineRig rig) {
        this.rig = rig;
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    /// The answers come in the order of the requests.
    private boolean answersHead() {
        int nth = answered++;
        return nth < rig.started.size() && rig.started.get(nth).startsWith("HEAD ");
    }

    /// Until nothing more comes; the client reads it as HTTP/1.
    public void serve() {
        serveUnseen();
        client.read(rig.got());
    }

    /// For a client of another protocol.
    public void serveUnseen() {
        boolean more = true;
        while (more) {
            more = false;
            for (EngineRig.Upstream upstream : rig.upstreams()) {
                more |= serve(upstream);
            }
        }
    }

    private boolean serve(EngineRig.Upstream upstream) {
        ForeignParser parser = parsers.computeIfAbsent(upstream, any -> ForeignParser.ofRequests());
        int before = parser.messages.size();
        parser.read(rig.seen(upstream));
        for (String request : parser.messages.subList(before, parser.messages.size())) {
            requests.add(request);
            rig.answer(upstream, answerTo(request));
        }
        return parser.messages.size() > before;
    }

    private static byte[] answerTo(String request) {
        if (request.startsWith("HEAD ")) {
            return ANSWER_TO_HEAD;
        }
        return request.startsWith("CONNECT ") ? ANSWER_TO_CONNECT : ANSWER;
    }

    /// What must hold whatever a client sends.
    public void check() {
        int heads = 0;
        for (ForeignParser parser : parsers.values()) {
            assertThat(parser.failed).as("the application cannot read what it got").isFalse();
            heads += parser.heads;
            parser.fields.forEach(Application::checkField);
        }
        assertThat(heads)
                .as("requests that the application got")
                .isLessThanOrEqualTo(rig.dispatched);
        assertThat(client.failed).as("the client cannot read what it got").isFalse();
    }

    private static void checkField(Map.Entry<String, String> field) {
        String name = field.getKey().toLowerCase(Locale.ROOT).replace('_', '-');
        if (name.startsWith("x-tulle-")) {
            assertThat(name + ": " + field.getValue())
                    .isEqualTo("x-tulle-client-ip: " + EngineRig.PEER);
        }
    }

    public List<String> requests() {
        return requests;
    }

    public List<String> answers() {
        return client.messages;
    }

    public void release() {
        parsers.values().forEach(ForeignParser::release);
        client.release();
    }
}
