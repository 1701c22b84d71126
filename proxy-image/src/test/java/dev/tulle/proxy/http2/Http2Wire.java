package dev.tulle.proxy.http2;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http2.DefaultHttp2HeadersDecoder;
import io.netty.handler.codec.http2.Http2Exception;
import io.netty.handler.codec.http2.Http2Headers;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// HTTP/2 frame by frame: sends what it is told, right or wrong, and tells what came. Of itself it
/// only acknowledges SETTINGS, answers PING and opens windows that were used.
public final class Http2Wire implements AutoCloseable {
    public static final int DATA = 0;
    public static final int HEADERS = 1;
    public static final int PRIORITY = 2;
    public static final int RST_STREAM = 3;
    public static final int SETTINGS = 4;
    public static final int PUSH_PROMISE = 5;
    public static final int PING = 6;
    public static final int GOAWAY = 7;
    public static final int WINDOW_UPDATE = 8;
    public static final int CONTINUATION = 9;
    public static final int END_STREAM = 1;
    public static final int ACK = 1;
    public static final int END_HEADERS = 4;
    private static final int PATIENCE_MILLIS = 10_000;
    private static final String PREFACE = "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n";

    private final DataInputStream in;
    private final DataOutputStream out;
    private final AutoCloseable socket;
    private final DefaultHttp2HeadersDecoder decoder =
            new DefaultHttp2HeadersDecoder(false, 1 << 20);
    private final Map<Integer, Message> messages = new HashMap<>();
    private final ByteArrayOutputStream block = new ByteArrayOutputStream();
    private boolean opensWindows = true;
    private boolean silent;
    private boolean blockEnds;
    private long room = 65_535;

    /// One frame as it came.
    public record Frame(int type, int flags, int stream, ByteBuf payload) {
        public boolean ends() {
            return (type == DATA || type == HEADERS) && (flags & END_STREAM) != 0;
        }

        public byte[] bytes() {
            return ByteBufUtil.getBytes(payload);
        }

        public boolean carriesMessage() {
            return type == DATA || type == HEADERS || type == CONTINUATION;
        }

        /// The error of RST_STREAM or GOAWAY.
        public int error() {
            return payload.getInt(type == GOAWAY ? 4 : 0);
        }
    }

    /// What came of one message so far.
    public static final class Message {
        public final List<Map<String, String>> heads = new ArrayList<>();
        public final ByteArrayOutputStream body = new ByteArrayOutputStream();
        public int reset = -1;
        public boolean ended;

        public String status() {
            return heads.getFirst().getOrDefault(":status", "");
        }

        public String text() {
            return body.toString(StandardCharsets.UTF_8);
        }

        public Map<String, String> head() {
            return heads.getFirst();
        }

        public Map<String, String> last() {
            return heads.getLast();
        }
    }

    private Http2Wire(InputStream in, OutputStream out, AutoCloseable socket) {
        this.in = new DataInputStream(in);
        this.out = new DataOutputStream(out);
        this.socket = socket;
    }

    public static Http2Wire client(InetSocketAddress address) throws IOException {
        Http2Wire wire = bare(address);
        wire.out.write(PREFACE.getBytes(StandardCharsets.US_ASCII));
        wire.send(SETTINGS, 0, 0);
        return wire;
    }

    /// Nothing is sent yet.
    public static Http2Wire bare(InetSocketAddress address) throws IOException {
        Socket socket = new Socket();
        socket.connect(address, PATIENCE_MILLIS);
        socket.setSoTimeout(PATIENCE_MILLIS);
        socket.setTcpNoDelay(true);
        return new Http2Wire(
                new java.io.BufferedInputStream(socket.getInputStream()),
                new java.io.BufferedOutputStream(socket.getOutputStream(), 65_536),
                socket);
    }

    /// The other end of a connection that was accepted.
    public static Http2Wire server(InputStream in, OutputStream out, byte... settings)
            throws IOException {
        Http2Wire wire = new Http2Wire(in, out, () -> {});
        wire.in.skipNBytes(PREFACE.length());
        wire.send(SETTINGS, 0, 0, settings);
        return wire;
    }

    /// From now on what came is not acknowledged by WINDOW_UPDATE.
    public Http2Wire keepWindows() {
        opensWindows = false;
        return this;
    }

    /// Waits for frames that long.
    public Http2Wire patientFor(int millis) throws IOException {
        if (socket instanceof Socket own) {
            own.setSoTimeout(millis);
        }
        return this;
    }

    public Http2Wire preface() throws IOException {
        out.write(PREFACE.getBytes(StandardCharsets.US_ASCII));
        return this;
    }

    public Http2Wire send(int type, int flags, int stream, byte... payload) throws IOException {
        if (!silent) {
            write(type, flags, stream, payload);
            out.flush();
        }
        return this;
    }

    /// Without a flush.
    public Http2Wire write(int type, int flags, int stream, byte... payload) throws IOException {
        out.writeByte(payload.length >> 16);
        out.writeShort(payload.length & 0xffff);
        out.writeByte(type);
        out.writeByte(flags);
        out.writeInt(stream);
        out.write(payload);
        return this;
    }

    public Http2Wire flush() throws IOException {
        out.flush();
        return this;
    }

    /// Nothing more comes from here; what the other side sends can still be read.
    public Http2Wire halfClose() throws IOException {
        ((Socket) socket).shutdownOutput();
        silent = true;
        return this;
    }

    /// A GET of that path that ends its stream.
    public Http2Wire get(int stream, String path, String... more) throws IOException {
        return request(stream, END_STREAM, "GET", path, more);
    }

    /// A call of gRPC that ends its stream.
    public Http2Wire call(int stream) throws IOException {
        return request(stream, END_STREAM, "POST", "/a.B/C", "content-type", "application/grpc");
    }

    public Http2Wire request(int stream, int flags, String method, String path, String... more)
            throws IOException {
        List<String> pairs =
                new ArrayList<>(
                        List.of(
                                ":method",
                                method,
                                ":scheme",
                                "http",
                                ":path",
                                path,
                                ":authority",
                                "echo"));
        pairs.addAll(List.of(more));
        return headers(stream, flags, pairs.toArray(String[]::new));
    }

    public Http2Wire headers(int stream, int flags, String... pairs) throws IOException {
        return send(HEADERS, flags | END_HEADERS, stream, FieldBlock.of(pairs));
    }

    public Http2Wire data(int stream, int flags, String text) throws IOException {
        return send(DATA, flags, stream, text.getBytes(StandardCharsets.UTF_8));
    }

    public Http2Wire rst(int stream, int error) throws IOException {
        return send(RST_STREAM, 0, stream, fourBytes(error));
    }

    public Http2Wire window(int stream, int increment) throws IOException {
        return send(WINDOW_UPDATE, 0, stream, fourBytes(increment));
    }

    public static byte[] fourBytes(int value) {
        return new byte[] {
            (byte) (value >> 24), (byte) (value >> 16), (byte) (value >> 8), (byte) value
        };
    }

    /// One entry of SETTINGS.
    public static byte[] setting(int id, int value) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        bytes.write(id >> 8);
        bytes.write(id);
        bytes.writeBytes(fourBytes(value));
        return bytes.toByteArray();
    }

    /// The next frame; what belongs to a stream is also kept there.
    public Frame next() throws IOException {
        int length = in.readUnsignedByte() << 16 | in.readUnsignedShort();
        int type = in.readUnsignedByte();
        int flags = in.readUnsignedByte();
        int stream = in.readInt() & Integer.MAX_VALUE;
        byte[] payload = in.readNBytes(length);
        Frame frame = new Frame(type, flags, stream, Unpooled.wrappedBuffer(payload));
        keep(frame);
        return frame;
    }

    private void keep(Frame frame) throws IOException {
        switch (frame.type()) {
            case DATA -> {
                Message message = message(frame.stream());
                message.body.writeBytes(frame.bytes());
                message.ended |= frame.ends();
                if (opensWindows && frame.payload().readableBytes() > 0) {
                    window(0, frame.payload().readableBytes());
                    if (!frame.ends()) {
                        window(frame.stream(), frame.payload().readableBytes());
                    }
                }
            }
            case HEADERS, CONTINUATION -> {
                block.writeBytes(frame.bytes());
                blockEnds |= frame.ends();
                if ((frame.flags() & END_HEADERS) != 0) {
                    Message message = message(frame.stream());
                    message.heads.add(fields(frame.stream(), block.toByteArray()));
                    message.ended |= blockEnds;
                    block.reset();
                    blockEnds = false;
                }
            }
            case WINDOW_UPDATE -> {
                if (frame.stream() == 0) {
                    room += frame.payload().getInt(0);
                }
            }
            case RST_STREAM -> message(frame.stream()).reset = frame.error();
            case SETTINGS -> {
                if ((frame.flags() & ACK) == 0) {
                    send(SETTINGS, ACK, 0);
                }
            }
            case PING -> {
                if ((frame.flags() & ACK) == 0) {
                    send(PING, ACK, 0, frame.bytes());
                }
            }
            default -> {}
        }
    }

    private Map<String, String> fields(int stream, byte[] encoded) throws IOException {
        ByteBuf bytes = Unpooled.wrappedBuffer(encoded);
        try {
            Map<String, String> fields = new HashMap<>();
            Http2Headers headers = decoder.decodeHeaders(stream, bytes);
            headers.forEach(field ->
                    fields.merge(
                            field.getKey().toString(),
                            field.getValue().toString(),
                            (a, b) -> a + ", " + b));
            return fields;
        } catch (Http2Exception e) {
            throw new IOException(e);
        }
    }

    /// What the window of the whole connection leaves for so much more DATA; nothing is sent
    /// beyond.
    public boolean takesRoom(int bytes) {
        if (bytes > room) {
            return false;
        }
        room -= bytes;
        return true;
    }

    public Message message(int stream) {
        return messages.computeIfAbsent(stream, missing -> new Message());
    }

    /// Reads until the message of that stream has ended or was reset.
    public Message answer(int stream) throws IOException {
        Message message = message(stream);
        while (!message.ended && message.reset < 0) {
            next();
        }
        return message;
    }

    /// Reads until such a frame comes.
    public Frame await(int type) throws IOException {
        Frame frame = next();
        while (frame.type() != type) {
            frame = next();
        }
        return frame;
    }

    /// The error of the GOAWAY that ends the connection, -1 when there is none, and whatever else
    /// is left is read. Nothing is acknowledged: the other side has closed perhaps, would reset
    /// what it gets, and the GOAWAY would be lost with it.
    public int goAway() {
        silent = true;
        int error = -1;
        try {
            while (true) {
                Frame frame = next();
                if (frame.type() == GOAWAY) {
                    error = frame.error();
                }
            }
        } catch (EOFException end) {
            return error;
        } catch (IOException reset) {
            return error;
        }
    }

    @Override
    public void close() throws IOException {
        try {
            socket.close();
        } catch (IOException e) {
            throw e;
        } catch (Exception e) {
            throw new IOException(e);
        }
    }
}
