package dev.tulle.proxy.http2;

import dev.tulle.proxy.exchange.Exchange;
import dev.tulle.proxy.exchange.Fields;
import dev.tulle.proxy.exchange.Head;
import dev.tulle.proxy.exchange.HttpSink;
import dev.tulle.proxy.exchange.HttpSource;
import dev.tulle.proxy.exchange.More;
import dev.tulle.proxy.exchange.RequestHead;
import dev.tulle.proxy.exchange.ResetReason;
import dev.tulle.proxy.exchange.ResponseHead;
import dev.tulle.proxy.exchange.Tunnelling;
import dev.tulle.proxy.upstream.UpstreamCall;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http2.Http2Error;
import io.netty.handler.codec.http2.Http2Exception;
import io.netty.handler.codec.http2.Http2Stream;
import io.netty.util.AsciiString;
import org.jspecify.annotations.Nullable;

/// One request on a connection to an endpoint, and its answer.
final class ClientStream implements UpstreamCall, Flushing.Reading {
    private static final AsciiString HEAD = AsciiString.cached("HEAD");

    private final Http2Client client;
    private final Exchange exchange;
    private final HttpSink answer;
    private final Flushing flushing;
    private final Outflow out;
    private @Nullable Http2Stream stream;
    private ResetReason broken = ResetReason.SENDER_GONE;
    private int unconsumed;
    private boolean requestEnded;
    private boolean headRead;
    private boolean bodiless;
    private boolean owesBody;
    private boolean touched;
    private boolean keptForAnswer;
    private boolean tunnels;
    private boolean answerEnded;
    private boolean over;

    ClientStream(Http2Client client, Exchange exchange, HttpSink answer, HttpSource request) {
        this.client = client;
        this.exchange = exchange;
        this.answer = answer;
        this.flushing = client.flushing();
        this.out = new Outflow(flushing, () -> {});
        out.from(request);
    }

    @Override
    public void head(Head head, More more) {
        if (over || !(head instanceof RequestHead asked)) {
            return;
        }
        boolean tunnel = exchange.tunnelling() != Tunnelling.NONE;
        requestEnded = more == More.END && !tunnel;
        HeaderList list = Bridge.request(asked, exchange);
        if (exchange.tunnelling() != Tunnelling.UPGRADE) {
            open(list);
        } else if (client.settled()) {
            openIfTaken(list);
        } else {
            client.awaitSettings(this, list);
        }
    }

    /// RFC 8441 section 3: nobody may be asked for it who did not say that he takes it.
    void openIfTaken(HeaderList list) {
        if (over) {
            return;
        }
        if (client.takesUpgrades()) {
            open(list);
        } else {
            broken = ResetReason.UNSUPPORTED;
            flushing.context().executor().execute(this::closed);
        }
    }

    private void open(HeaderList list) {
        stream = client.open(this, list, requestEnded);
        if (stream == null) {
            // Not from in here: whoever gives the request is not done with it.
            flushing.context().executor().execute(this::closed);
        }
    }

    @Override
    public void data(ByteBuf bytes, More more) {
        Http2Stream on = stream;
        if (over || on == null) {
            int dropped = bytes.readableBytes();
            bytes.release();
            out.dropped(dropped);
            return;
        }
        requestEnded = more == More.END;
        out.write(on, bytes, requestEnded);
        flushing.wrote();
        if (answerEnded && requestEnded) {
            finish();
        }
    }

    @Override
    public void trailers(Fields trailers) {
        Http2Stream on = stream;
        if (over || on == null) {
            return;
        }
        requestEnded = true;
        HeaderList list = Bridge.trailers(trailers);
        if (list.isEmpty()) {
            data(Unpooled.EMPTY_BUFFER, More.END);
        } else {
            out.lastHeaders(on, list);
        }
    }

    /// What was written leaves by itself.
    @Override
    public void flush() {}

    @Override
    public boolean writable() {
        return over || out.writable();
    }

    void headersRead(HeaderList list, boolean ended) throws Http2Exception {
        Http2Stream on = stream;
        if (over || on == null) {
            return;
        }
        touch();
        if (headRead) {
            Fields trailers = HeadRules.trailers(on.id(), list);
            checkEnd(on);
            finish();
            answer.trailers(trailers);
            return;
        }
        int status = HeadRules.checkResponse(on.id(), list);
        boolean grants = grants(status);
        tunnels |= grants;
        ResponseHead head = head(list, status);
        if (head.interim() && ended) {
            throw HeadRules.malformed(on.id(), "an interim answer that ends its stream");
        }
        headRead = !head.interim();
        bodiless =
                !grants
                        && (status == 204
                                || status == 304
                                || HEAD.equals(exchange.request().method()));
        owesBody = headRead && !grants && !bodiless && HeadRules.promisesBody(list);
        if (ended) {
            checkEnd(on);
            answerEnds();
        }
        answer.head(head, ended ? More.END : More.FOLLOWS);
    }

    /// Any 2xx does, whatever was asked for.
    private boolean grants(int status) {
        return exchange.tunnelling() != Tunnelling.NONE && status >= 200 && status < 300;
    }

    private ResponseHead head(HeaderList list, int status) {
        if (!grants(status)) {
            return new ResponseHead(status, new Http2Fields(list));
        }
        HeadRules.tunnel(list);
        return exchange.tunnelling() == Tunnelling.UPGRADE
                ? ExtendedConnect.granted(list, exchange.request().fields())
                : new ResponseHead(status, new Http2Fields(list));
    }

    /// Through a tunnel the client may still send.
    private void answerEnds() {
        answerEnded = true;
        if (!tunnels || requestEnded) {
            finish();
        }
    }

    /// The bytes that nobody wants and that count as gone at once.
    int dataRead(ByteBuf bytes, boolean ended) throws Http2Exception {
        int length = bytes.readableBytes();
        Http2Stream on = stream;
        if (over || on == null) {
            return length;
        }
        if (!headRead || (bodiless && length > 0)) {
            throw HeadRules.malformed(on.id(), "DATA where an answer has none");
        }
        touch();
        unconsumed += length;
        owesBody &= length == 0;
        if (ended) {
            checkEnd(on);
            answerEnds();
        }
        answer.data(bytes.retain(), ended ? More.END : More.FOLLOWS);
        return 0;
    }

    /// The codec compares lengths, but takes an answer without any DATA for one to HEAD.
    private void checkEnd(Http2Stream on) throws Http2Exception {
        if (owesBody) {
            throw HeadRules.malformed(on.id(), "a length, and no body");
        }
    }

    private void touch() {
        if (!touched) {
            touched = true;
            flushing.touch(this);
        }
    }

    @Override
    public void readComplete() {
        touched = false;
        answer.flush();
    }

    /// The answer is complete. What has not been sent of the request is of no use any more.
    private void finish() {
        over = true;
        Http2Stream on = stream;
        if (!requestEnded && on != null) {
            out.rst(on, Http2Error.CANCEL.code());
        }
        client.ended();
    }

    /// Whether what came of the answer must leave before the codec may forget the stream.
    boolean keepsStream() {
        keptForAnswer = unconsumed > 0;
        return keptForAnswer;
    }

    @Override
    public void consumed(int bytes) {
        unconsumed -= bytes;
        Http2Stream on = stream;
        if (on == null) {
            return;
        }
        flushing.consumed(on, bytes);
        if (keptForAnswer && unconsumed == 0) {
            keptForAnswer = false;
            client.answerLeft(on);
        }
    }

    /// Nobody wants the answer, or the request cannot be completed.
    @Override
    public void reset(ResetReason reason) {
        giveUp(Resets.ofRequest(reason));
    }

    @Override
    public void cancel(ResetReason reason) {
        giveUp(Http2Error.CANCEL.code());
    }

    private void giveUp(long code) {
        Http2Stream on = stream;
        boolean early = !over;
        over = true;
        if (on != null && on.state() != Http2Stream.State.CLOSED) {
            out.rst(on, code);
        }
        if (early) {
            client.ended();
        }
    }

    void broken(ResetReason reason) {
        broken = reason;
    }

    /// The stream is closed, in whatever way.
    void closed() {
        keptForAnswer = false;
        if (!over) {
            over = true;
            client.ended();
            answer.reset(broken);
        }
    }

    /// Reads never pause.
    @Override
    public void resume() {}
}
