package dev.tulle.proxy.http2;

import dev.tulle.proxy.fuzz.FuzzTarget;
import java.io.ByteArrayOutputStream;
import java.util.Arrays;

/// Compressed fields of any bytes: as the only frame of a request, and cut into CONTINUATION.
public final class FieldBlockTarget implements FuzzTarget {
    private static final FrameTarget FRAMES = new FrameTarget();
    private static final int CUT = 16;

    @Override
    public void test(byte[] input) {
        ByteArrayOutputStream one = settings();
        frame(one, Http2Wire.HEADERS, Http2Wire.END_STREAM | Http2Wire.END_HEADERS, input);
        FRAMES.test(one.toByteArray());

        ByteArrayOutputStream two = settings();
        int cut = Math.min(CUT, input.length);
        frame(two, Http2Wire.HEADERS, Http2Wire.END_STREAM, slice(input, 0, cut));
        frame(two, Http2Wire.CONTINUATION, Http2Wire.END_HEADERS, slice(input, cut, input.length));
        FRAMES.test(two.toByteArray());
    }

    private static byte[] slice(byte[] input, int from, int to) {
        return Arrays.copyOfRange(input, from, to);
    }

    private static ByteArrayOutputStream settings() {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.writeBytes(new byte[] {0, 0, 0, Http2Wire.SETTINGS, 0, 0, 0, 0, 0});
        return out;
    }

    private static void frame(ByteArrayOutputStream out, int type, int flags, byte[] payload) {
        out.writeBytes(
                new byte[] {
                    (byte) (payload.length >> 16),
                    (byte) (payload.length >> 8),
                    (byte) payload.length,
                    (byte) type,
                    (byte) flags,
                    0,
                    0,
                    0,
                    1
                });
        out.writeBytes(payload);
    }
}
