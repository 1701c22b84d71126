package dev.tulle.proxy.http2;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.handler.codec.http2.Http2Error;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/// The errors that an engine of ours told its peer, none of which may be its own fault.
final class SentErrors {
    private static final int FRAME_HEADER = 9;

    private SentErrors() {}

    /// RST_STREAM and GOAWAY in their order, of whole frames.
    static List<String> of(byte[] sent) {
        List<String> errors = new ArrayList<>();
        ByteBuffer in = ByteBuffer.wrap(sent);
        while (in.remaining() >= FRAME_HEADER) {
            int lengthAndType = in.getInt();
            int type = lengthAndType & 0xff;
            in.get();
            int stream = in.getInt();
            ByteBuffer payload = in.slice(in.position(), lengthAndType >>> 8);
            in.position(in.position() + payload.limit());
            if (type == Http2Wire.RST_STREAM || type == Http2Wire.GOAWAY) {
                int code = payload.getInt(type == Http2Wire.GOAWAY ? 4 : 0);
                assertThat(code)
                        .as("the error of frame type %d, stream %d", type, stream)
                        .isNotEqualTo((int) Http2Error.INTERNAL_ERROR.code());
                errors.add(type + " " + stream + " " + code);
            }
        }
        assertThat(in.remaining()).as("a part of a frame was sent").isZero();
        return errors;
    }
}
