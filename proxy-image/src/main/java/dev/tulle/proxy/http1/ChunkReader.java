package dev.tulle.proxy.http1;

import dev.tulle.proxy.exchange.HttpSink;
import dev.tulle.proxy.exchange.More;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.util.AsciiString;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// The chunked coding of RFC 9112 section 7.1, read strictly: hexadecimal sizes without sign or
/// space, CR LF at each place where it belongs, extensions within a bound and not passed on,
/// trailers as fields.
final class ChunkReader {
    private static final int MOST_DIGITS = 15;
    private static final AsciiString[] NO_TRAILERS = {
        AsciiString.cached("content-length"),
        AsciiString.cached("transfer-encoding"),
        AsciiString.cached("host"),
        AsciiString.cached("authorization"),
        AsciiString.cached("connection"),
        AsciiString.cached("trailer"),
    };
    private static final AsciiString OURS = AsciiString.cached("x-tulle-");

    private enum Place {
        SIZE,
        EXTENSION,
        SIZE_LF,
        DATA,
        DATA_CR,
        DATA_LF,
        TRAILERS
    }

    private final Limits limits;
    private final HeadBlocks blocks;
    private final HeadReader trailerReader;
    private final ChunkExtensions extensionLine = new ChunkExtensions();
    private @Nullable HeadBlock trailers;
    private Place place = Place.SIZE;
    private long size;
    private int digits;
    private int line;
    private int extensions;
    private long bytes;

    ChunkReader(Http1Loop http1) {
        this.limits = http1.limits();
        this.blocks = http1.blocks();
        this.trailerReader = new HeadReader(StartLine.NONE, limits);
    }

    void start() {
        giveBack();
        place = Place.SIZE;
        extensions = 0;
        bytes = 0;
        startLine();
    }

    long bytes() {
        return bytes;
    }

    boolean read(ByteBuf in, HttpSink sink) throws MalformedException {
        while (in.isReadable()) {
            switch (place) {
                case SIZE -> readSize(in.readByte());
                case EXTENSION -> readExtension(in.readByte());
                case SIZE_LF -> {
                    expect(in.readByte(), '\n');
                    place = size == 0 ? Place.TRAILERS : Place.DATA;
                    if (size == 0) {
                        HeadBlock block = blocks.take();
                        trailers = block;
                        trailerReader.begin(block);
                    }
                }
                case DATA -> {
                    int length = (int) Math.min(in.readableBytes(), size);
                    size -= length;
                    bytes += length;
                    sink.data(in.readRetainedSlice(length), More.FOLLOWS);
                    place = size == 0 ? Place.DATA_CR : Place.DATA;
                }
                case DATA_CR -> {
                    expect(in.readByte(), '\r');
                    place = Place.DATA_LF;
                }
                case DATA_LF -> {
                    expect(in.readByte(), '\n');
                    place = Place.SIZE;
                    startLine();
                }
                case TRAILERS -> {
                    if (trailerReader.read(in)) {
                        end(Objects.requireNonNull(trailers), sink);
                        return true;
                    }
                }
            }
        }
        return false;
    }

    private void end(HeadBlock block, HttpSink sink) {
        if (block.count() == 0) {
            giveBack();
            sink.data(Unpooled.EMPTY_BUFFER, More.END);
            return;
        }
        for (AsciiString name : NO_TRAILERS) {
            block.remove(name);
        }
        block.removeStartingWith(OURS);
        sink.trailers(block);
    }

    /// Trailers stay until the next message: their sink may still wait for its connection.
    private void giveBack() {
        HeadBlock block = trailers;
        if (block != null) {
            trailers = null;
            blocks.giveBack(block);
        }
    }

    private void startLine() {
        size = 0;
        digits = 0;
        line = 0;
    }

    private void readSize(byte b) throws MalformedException {
        int digit = Character.digit((char) (b & 0xff), 16);
        if (digit >= 0 && digits < MOST_DIGITS) {
            size = size << 4 | digit;
            digits++;
            line++;
        } else if (digits > 0 && b == '\r') {
            place = Place.SIZE_LF;
        } else if (digits > 0 && b == ';') {
            place = Place.EXTENSION;
            extensionLine.start();
        } else {
            throw MalformedException.badRequest("a chunk size that is no size");
        }
    }

    private void readExtension(byte b) throws MalformedException {
        if (b == '\r' && extensionLine.complete()) {
            place = Place.SIZE_LF;
            return;
        }
        line++;
        extensions++;
        if (!extensionLine.takes(b)
                || line > limits.chunkLine()
                || extensions > limits.chunkExtensions()) {
            throw MalformedException.badRequest("a chunk extension that is too long or none");
        }
    }

    private static void expect(byte b, char expected) throws MalformedException {
        if (b != expected) {
            throw MalformedException.badRequest("a chunk that does not end with CR LF");
        }
    }
}
