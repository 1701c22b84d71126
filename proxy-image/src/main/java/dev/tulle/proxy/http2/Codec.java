package dev.tulle.proxy.http2;

import io.netty.buffer.ByteBuf;
import io.netty.handler.codec.http2.DefaultHttp2Connection;
import io.netty.handler.codec.http2.DefaultHttp2ConnectionDecoder;
import io.netty.handler.codec.http2.DefaultHttp2ConnectionEncoder;
import io.netty.handler.codec.http2.DefaultHttp2HeadersDecoder;
import io.netty.handler.codec.http2.DefaultHttp2HeadersEncoder;
import io.netty.handler.codec.http2.DefaultHttp2RemoteFlowController;
import io.netty.handler.codec.http2.Http2Connection;
import io.netty.handler.codec.http2.Http2ConnectionDecoder;
import io.netty.handler.codec.http2.Http2ConnectionEncoder;
import io.netty.handler.codec.http2.Http2Exception;
import io.netty.handler.codec.http2.Http2Headers;
import io.netty.handler.codec.http2.Http2HeadersEncoder.SensitivityDetector;
import io.netty.handler.codec.http2.Http2PromisedRequestVerifier;
import io.netty.handler.codec.http2.Http2Settings;
import io.netty.handler.codec.http2.UniformStreamByteDistributor;
import io.netty.util.AsciiString;

/// Netty's codec of one connection with our limits: streams share the connection evenly, for
/// priorities are deprecated (RFC 9113 section 5.3).
final class Codec {
    private static final AsciiString AUTHORIZATION = AsciiString.cached("authorization");
    private static final AsciiString PROXY_AUTHORIZATION =
            AsciiString.cached("proxy-authorization");
    private static final AsciiString COOKIE = AsciiString.cached("cookie");
    private static final int SHORT_COOKIE = 20;
    private static final int RESERVED_STREAMS = 0;

    /// What can be guessed piece by piece must not stand in the table that compresses it (RFC 7541
    /// section 7.1).
    private static final SensitivityDetector SENSITIVE =
            (name, value) ->
                    AUTHORIZATION.contentEquals(name)
                            || PROXY_AUTHORIZATION.contentEquals(name)
                            || (COOKIE.contentEquals(name) && value.length() < SHORT_COOKIE);

    private final Http2Connection connection;
    private final Http2ConnectionEncoder encoder;
    private final Http2ConnectionDecoder decoder;
    private final CalmReader reader;
    private final FrameBatch batch;
    private final OnTooMuch tooMuch = new OnTooMuch();

    /// The handler is made after its codec.
    private static final class OnTooMuch implements Runnable {
        private Runnable task = () -> {};

        @Override
        public void run() {
            task.run();
        }
    }

    /// Which end of the connection we are.
    enum End {
        SERVER,
        CLIENT
    }

    Codec(End end, Calm calm) {
        connection = new DefaultHttp2Connection(end == End.SERVER, RESERVED_STREAMS);
        connection.remote().maxActiveStreams(end == End.SERVER ? Limits.STREAMS : 0);
        connection
                .remote()
                .flowController(
                        new DefaultHttp2RemoteFlowController(
                                connection, new UniformStreamByteDistributor(connection)));
        reader = new CalmReader(new Headers(), calm);
        batch = new FrameBatch(calm);
        encoder =
                new DefaultHttp2ConnectionEncoder(
                        connection,
                        new CalmWriter(
                                new BatchWriter(new DefaultHttp2HeadersEncoder(SENSITIVE), batch),
                                calm,
                                tooMuch));
        decoder =
                new DefaultHttp2ConnectionDecoder(
                        connection,
                        encoder,
                        reader,
                        Http2PromisedRequestVerifier.ALWAYS_VERIFY,
                        true,
                        true,
                        false);
    }

    private static final class Headers extends DefaultHttp2HeadersDecoder {
        private int bytes;

        Headers() {
            super(false, Limits.HEADER_LIST);
        }

        @Override
        public Http2Headers decodeHeaders(int streamId, ByteBuf headerBlock) throws Http2Exception {
            bytes = headerBlock.readableBytes();
            return super.decodeHeaders(streamId, headerBlock);
        }

        @Override
        protected Http2Headers newHeaders() {
            return new HeaderList(bytes);
        }
    }

    Http2ConnectionEncoder encoder() {
        return encoder;
    }

    Http2ConnectionDecoder decoder() {
        return decoder;
    }

    CalmReader reader() {
        return reader;
    }

    FrameBatch batch() {
        return batch;
    }

    void onTooMuch(Runnable task) {
        tooMuch.task = task;
    }

    Http2Settings settings() {
        Http2Settings settings =
                new Http2Settings()
                        .initialWindowSize(Limits.STREAM_WINDOW)
                        .maxFrameSize(Limits.FRAME)
                        .maxHeaderListSize(Limits.HEADER_LIST);
        return connection.isServer()
                ? settings.maxConcurrentStreams(Limits.STREAMS).connectProtocolEnabled(true)
                : settings.pushEnabled(false);
    }
}
