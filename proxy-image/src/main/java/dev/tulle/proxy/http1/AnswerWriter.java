package dev.tulle.proxy.http1;

import dev.tulle.proxy.exchange.Answering;
import dev.tulle.proxy.exchange.Exchange;
import dev.tulle.proxy.exchange.Fields;
import dev.tulle.proxy.exchange.Head;
import dev.tulle.proxy.exchange.HttpSource;
import dev.tulle.proxy.exchange.More;
import dev.tulle.proxy.exchange.ProxyError;
import dev.tulle.proxy.exchange.ResetReason;
import dev.tulle.proxy.exchange.ResponseHead;
import dev.tulle.proxy.exchange.ServerParts;
import dev.tulle.proxy.exchange.Tunnelling;
import dev.tulle.proxy.exchange.Verdict;
import io.netty.buffer.ByteBuf;
import io.netty.util.AsciiString;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// Writes the answers of one client connection, one per exchange, and decides whether the
/// connection outlives each of them.
final class AnswerWriter implements Answering {
    private static final AsciiString CONNECTION = AsciiString.cached("connection");
    private static final AsciiString CLOSE = AsciiString.cached("close");
    private static final AsciiString KEEP_ALIVE = AsciiString.cached("keep-alive");
    private static final AsciiString TRANSFER_ENCODING = AsciiString.cached("transfer-encoding");
    private static final AsciiString CONTENT_LENGTH = AsciiString.cached("content-length");
    private static final AsciiString ZERO = AsciiString.cached("0");
    private static final AsciiString CHUNKED = AsciiString.cached("chunked");

    private final Http1Server server;
    private final ServerLife life;
    private final MessageWriter out;
    private final ServerParts parts;
    private final SourcePace source;

    private @Nullable Exchange exchange;
    private Connection.Persistence persistence = Connection.Persistence.STAYS;
    private int minorVersion;
    private Framing.BodyRule rule = Framing.BodyRule.ALLOWED;
    private boolean ended = true;

    AnswerWriter(Http1Server server, ServerLife life, MessageWriter out, ServerParts parts) {
        this.server = server;
        this.life = life;
        this.out = out;
        this.parts = parts;
        this.source = new SourcePace(out);
    }

    void begin(Exchange begun, int clientMinorVersion, Connection.Persistence asked) {
        exchange = begun;
        source.begin(null);
        persistence = asked;
        minorVersion = clientMinorVersion;
        rule = Framing.BodyRule.of(begun.request().method());
        ended = false;
    }

    /// Whether the answer is complete or given up.
    boolean ended() {
        return ended;
    }

    /// Whether the connection ends behind the answer.
    boolean closes() {
        return persistence == Connection.Persistence.CLOSES;
    }

    @Override
    public void source(HttpSource from) {
        source.source(from);
    }

    @Override
    public void head(Head head, More more) {
        if (ended || !(head instanceof ResponseHead response)) {
            return;
        }
        if (!response.interim()) {
            parts.answered(exchange(), response);
        }
        if (response.fields() instanceof HeadBlock own) {
            head(own, more);
            return;
        }
        HeadBlock made = out.http1().blocks().take();
        ForeignHead.into(made, response, more);
        head(made, more);
        out.http1().blocks().giveBack(made);
    }

    private void head(HeadBlock block, More more) {
        if (block.status() < 200 && block.status() != ResponseHead.SWITCHING) {
            if (minorVersion > 0) {
                write(block);
            }
            return;
        }
        if (exchange().tunnelling().grantedBy(block.status())) {
            tunnel(block, more);
            return;
        }
        out.body(frame(block, more));
        if (ends()) {
            persistence = Connection.Persistence.CLOSES;
        }
        if (closes()) {
            block.add(CONNECTION, CLOSE);
        } else if (minorVersion == 0) {
            block.add(CONNECTION, KEEP_ALIVE);
        }
        write(block);
        if (more == More.END) {
            end();
        }
    }

    private void tunnel(HeadBlock block, More more) {
        persistence = Connection.Persistence.CLOSES;
        out.body(MessageWriter.BodyFrame.AS_IT_IS);
        write(block);
        server.tunnelOpened();
        if (more == More.END) {
            end();
        }
    }

    /// A body that ends with its connection is chunked towards a client that knows chunks.
    private MessageWriter.BodyFrame frame(HeadBlock block, More more) {
        int status = block.status();
        boolean bodiless = rule == Framing.BodyRule.NEVER || status == 204 || status == 304;
        if (bodiless || block.has(KnownField.CONTENT_LENGTH)) {
            return MessageWriter.BodyFrame.AS_IT_IS;
        }
        if (more == More.END) {
            // HTTP/2 needs no length to say that there is no body.
            block.add(CONTENT_LENGTH, ZERO);
            return MessageWriter.BodyFrame.AS_IT_IS;
        }
        boolean chunked = block.has(KnownField.TRANSFER_ENCODING);
        if (minorVersion == 0) {
            block.remove(TRANSFER_ENCODING);
            persistence = Connection.Persistence.CLOSES;
            return MessageWriter.BodyFrame.AS_IT_IS;
        }
        if (!chunked) {
            block.add(TRANSFER_ENCODING, CHUNKED);
        }
        return MessageWriter.BodyFrame.CHUNKED;
    }

    private void write(HeadBlock block) {
        ByteBuf buffer = out.room(block.size() + 2);
        block.writeStartLine(buffer);
        block.writeFields(buffer);
        buffer.writeShort('\r' << 8 | '\n');
    }

    @Override
    public void data(ByteBuf bytes, More more) {
        if (ended) {
            bytes.release();
            return;
        }
        int length = bytes.readableBytes();
        exchange().sent(length);
        source.wrote(length);
        out.data(bytes, more);
        if (more == More.END) {
            end();
        } else {
            server.moved();
        }
    }

    @Override
    public void trailers(Fields trailers) {
        if (!ended) {
            out.trailers(trailers);
            end();
        }
    }

    @Override
    public void answer(Verdict.Own own) {
        if (ended) {
            return;
        }
        switch (own) {
            case Verdict.Answer answer -> fail(answer);
            case Verdict.Given given -> give(given);
        }
        end();
    }

    private void fail(Verdict.Answer own) {
        Exchange answered = exchange();
        answered.failed(own.error());
        answered.answered(own.error().status(), parts.ticker().nanoTime());
        if (own.after() == Verdict.After.CLOSE || ends()) {
            persistence = Connection.Persistence.CLOSES;
        }
        int status = own.error().status();
        OwnAnswer.write(out, own.error(), status, own.sentence(), persistence, rule);
    }

    private void give(Verdict.Given own) {
        exchange().answered(own.status(), parts.ticker().nanoTime());
        if (ends()) {
            persistence = Connection.Persistence.CLOSES;
        }
        OwnAnswer.write(out, own, persistence, rule);
        exchange().sent(rule == Framing.BodyRule.ALLOWED ? own.body().length() : 0);
    }

    /// An answer to what is no request; the connection is closed behind it.
    void refuse(ProxyError error, int status, String sentence) {
        OwnAnswer.write(
                out,
                error,
                status,
                sentence,
                Connection.Persistence.CLOSES,
                Framing.BodyRule.ALLOWED);
    }

    @Override
    public void reset(ResetReason reason) {
        if (!ended) {
            ended = true;
            server.answerBroken();
        }
    }

    /// What still comes is thrown away.
    void abandon() {
        ended = true;
    }

    private void end() {
        ended = true;
        server.answerEnded();
    }

    @Override
    public void flush() {
        out.flush();
        source.settle();
    }

    @Override
    public boolean writable() {
        return source.writable();
    }

    void becameWritable() {
        source.becameWritable();
    }

    void discard() {
        out.discard();
    }

    /// Behind a CONNECT that was not granted the client may have sent already what is no request.
    private boolean ends() {
        return life.ended()
                || life.old()
                || drains()
                || exchange().tunnelling() == Tunnelling.CONNECT;
    }

    private boolean drains() {
        return parts.drains(exchange().caller());
    }

    private Exchange exchange() {
        return Objects.requireNonNull(exchange);
    }
}
