package dev.tulle.proxy;

import dev.tulle.proxy.http2.Http2Wire;
import dev.tulle.proxy.http2.Http2Wire.Frame;
import dev.tulle.proxy.http2.Http2Wire.Message;
import java.io.EOFException;
import java.io.IOException;
import java.util.Map;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;

/// An application that speaks HTTP/2 from the first byte on: answers each request when it has
/// ended.
final class Http2Application implements AutoCloseable {
    private final TestApplication application;
    final ConcurrentLinkedQueue<Message> requests = new ConcurrentLinkedQueue<>();
    final ConcurrentLinkedQueue<Integer> resets = new ConcurrentLinkedQueue<>();
    final AtomicInteger connections;

    /// Answers a request that has ended.
    interface Answers {
        void to(Http2Wire wire, int stream, Message request) throws IOException;
    }

    private Http2Application(TestApplication application) {
        this.application = application;
        this.connections = application.connections;
    }

    static Http2Application named(String name) throws IOException {
        return answering((wire, stream, request) -> {
            wire.headers(stream, 0, ":status", "200", "content-type", "text/plain");
            wire.data(stream, Http2Wire.END_STREAM, name);
        });
    }

    /// Each answer is a head and ends with it.
    static Http2Application bodiless(String... head) throws IOException {
        return answering(
                (wire, stream, request) -> wire.headers(stream, Http2Wire.END_STREAM, head));
    }

    static Http2Application answering(Answers answers) throws IOException {
        return scripted((application, wire) -> {
            while (true) {
                Frame frame = wire.next();
                Message request = wire.message(frame.stream());
                if (request.ended && frame.carriesMessage()) {
                    application.requests.add(request);
                    answers.to(wire, frame.stream(), request);
                }
            }
        });
    }

    /// What an application does on one connection.
    interface Script {
        void run(Http2Application application, Http2Wire wire) throws IOException;
    }

    /// Says these SETTINGS first.
    static Http2Application scripted(Script script, byte... settings) throws IOException {
        Http2Application[] self = new Http2Application[1];
        TestApplication application =
                TestApplication.with((unused, in, out) -> {
                    try {
                        script.run(self[0], Http2Wire.server(in, out, settings));
                    } catch (EOFException end) {
                        unused.heads.add("end");
                    }
                });
        self[0] = new Http2Application(application);
        return self[0];
    }

    /// The head of the only request so far.
    Map<String, String> head() {
        return requests.element().head();
    }

    int port() {
        return application.port();
    }

    @Override
    public void close() {
        application.close();
    }
}
