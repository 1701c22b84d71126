package dev.tulle.proxy.http2;

import dev.tulle.proxy.runtime.Deadline;
import dev.tulle.proxy.runtime.Wheel;
import io.netty.buffer.ByteBuf;
import io.netty.handler.codec.http2.Http2FrameTypes;
import java.util.concurrent.TimeUnit;

/// Gives a client ten seconds for each head from its first byte on: for the preface with its
/// SETTINGS, and for a header block with all of its CONTINUATION. It follows the frames by nothing
/// but their length, type and flags, for the codec tells of a head only when it is whole.
final class HeadClock {
    private static final long HEAD_NANOS = TimeUnit.SECONDS.toNanos(10);
    private static final int PREFACE = 24;
    private static final int FRAME_HEADER = 9;
    private static final int TYPE_AT = 3;
    private static final int FLAGS_AT = 4;
    private static final int END_HEADERS = 4;

    private final Deadline deadline;
    private int left = PREFACE;
    private int headerRead;
    private int length;
    private byte type;
    private boolean ofHead = true;
    private boolean begins = true;
    private boolean continues;
    private int begun = 1;
    private int timed;

    /// `tooSlow` runs when a head took too long.
    HeadClock(Wheel wheel, Runnable tooSlow) {
        this.deadline = wheel.deadline(tooSlow);
    }

    /// What came, before the codec reads it.
    void read(ByteBuf in) {
        int at = in.readerIndex();
        int end = in.writerIndex();
        while (at < end) {
            if (left > 0) {
                int skipped = Math.min(left, end - at);
                left -= skipped;
                at += skipped;
            } else {
                header(in.getByte(at));
                at++;
            }
        }
    }

    private void header(byte next) {
        if (headerRead == 0 && !continues) {
            begun++;
        }
        if (headerRead < TYPE_AT) {
            length = (headerRead == 0 ? 0 : length << 8) | (next & 0xff);
        } else if (headerRead == TYPE_AT) {
            type = next;
        } else if (headerRead == FLAGS_AT) {
            frame(next);
        }
        headerRead++;
        if (headerRead == FRAME_HEADER) {
            headerRead = 0;
            left = length;
        }
    }

    private void frame(byte flags) {
        boolean block = type == Http2FrameTypes.HEADERS || type == Http2FrameTypes.CONTINUATION;
        ofHead = block || begins;
        begins = false;
        continues = block && (flags & END_HEADERS) == 0;
    }

    private boolean inside() {
        return begins || continues || headerRead > 0 || (ofHead && left > 0);
    }

    /// Everything that came was read.
    void settle() {
        if (!inside()) {
            deadline.off();
            timed = 0;
        } else if (timed != begun) {
            timed = begun;
            deadline.in(HEAD_NANOS);
        }
    }

    void off() {
        deadline.off();
    }
}
