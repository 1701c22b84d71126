package dev.tulle.proxy.fuzz;

import dev.tulle.proxy.fuzz.EngineRig.Upstream;
import java.nio.charset.StandardCharsets;
import java.util.List;

/// The answer to the only request of a client of HTTP/1: what an application sends, and what the
/// client reads of it.
public record OneAnswer(EngineRig rig, Upstream upstream, ForeignParser client) {

    /// To that method, sent in these segments.
    public static OneAnswer to(String method, EngineRig rig, List<byte[]> segments) {
        rig.send((method + " / HTTP/1.1\r\nHost: a\r\n\r\n").getBytes(StandardCharsets.US_ASCII));
        Upstream upstream = rig.upstreams().getFirst();
        ForeignParser client = ForeignParser.ofAnswers(() -> method.equals("HEAD"));
        for (byte[] segment : segments) {
            rig.answer(upstream, segment);
            client.read(rig.got());
        }
        return new OneAnswer(rig, upstream, client);
    }

    /// Whether another request could go to the application.
    public boolean usable() {
        return upstream.engine().usable();
    }

    /// Ends the application's connection, then the client's: all that the client has got, which is
    /// at most one final answer.
    public List<String> end() {
        upstream.channel().finishAndReleaseAll();
        client.read(rig.got());
        if (rig.closed()) {
            client.end();
        }
        client.checkAnswers(1);
        rig.end();
        client.release();
        return client.messages;
    }
}
