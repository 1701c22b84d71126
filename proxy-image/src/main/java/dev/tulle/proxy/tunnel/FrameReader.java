package dev.tulle.proxy.tunnel;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;

/// Cuts a byte stream into frames. DATA is passed on in whatever pieces it comes, by reference;
/// other payloads are short and collected. After a violation no further byte is read.
final class FrameReader {
    interface Sink {
        /// Bytes of a DATA frame, owned by the receiver.
        void data(ByteBuf part);

        /// Any other frame with its whole payload, valid during the call.
        void control(FrameType type, ByteBuf payload);

        void violated(Violation violation);
    }

    private final Sink sink;
    private final ByteBuf control = Unpooled.buffer(FrameType.HEADER, FrameType.LONGEST_HELLO);
    private int headerBytes;
    private int header;
    private FrameType type = FrameType.DATA;
    private int missing;
    private boolean stopped;

    FrameReader(Sink sink) {
        this.sink = sink;
    }

    /// Reads all of it and releases it.
    void read(ByteBuf in) {
        try {
            while (in.isReadable() && !stopped) {
                if (headerBytes < FrameType.HEADER) {
                    readHeader(in);
                } else {
                    readPayload(in);
                }
            }
        } finally {
            in.release();
        }
    }

    /// What follows is not read: the connection is about to be closed.
    void stop() {
        stopped = true;
    }

    private void readHeader(ByteBuf in) {
        header = (header << 8) | in.readUnsignedByte();
        headerBytes++;
        if (headerBytes < FrameType.HEADER) {
            return;
        }
        missing = header & 0xff_ffff;
        FrameType found = FrameType.of(header >>> 24);
        if (found == null) {
            violated(Violation.UNKNOWN_TYPE);
            return;
        }
        type = found;
        if (missing > FrameType.LONGEST_PAYLOAD) {
            violated(Violation.TOO_LONG);
        } else if (!type.fits(missing)) {
            violated(Violation.WRONG_LENGTH);
        } else if (missing == 0) {
            end();
        }
    }

    private void readPayload(ByteBuf in) {
        int part = Math.min(missing, in.readableBytes());
        missing -= part;
        if (type == FrameType.DATA) {
            if (missing == 0) {
                headerBytes = 0;
            }
            sink.data(in.readRetainedSlice(part));
            return;
        }
        control.writeBytes(in, part);
        if (missing == 0) {
            end();
        }
    }

    private void end() {
        headerBytes = 0;
        if (type == FrameType.DATA) {
            return;
        }
        sink.control(type, control);
        control.clear();
    }

    private void violated(Violation violation) {
        stopped = true;
        sink.violated(violation);
    }
}
