package dev.tulle.proxy.http2;

import static io.netty.handler.codec.http2.Http2Error.ENHANCE_YOUR_CALM;
import static io.netty.handler.codec.http2.Http2Exception.connectionError;

import io.netty.handler.codec.http2.Http2Exception;
import io.netty.util.concurrent.Ticker;

/// Counts what a peer makes us do for nothing, and ends the connection of one that overdoes it with
/// ENHANCE_YOUR_CALM.
///
/// Resets, those that it sends and those that its errors make us send, count against the streams
/// that were opened at the same time: a connection that carries the calls of many clients sees many
/// cancelled, an attack has hardly any other stream. In the same way PING and small WINDOW_UPDATE
/// count against the DATA that was written: servers of grpc-go measure each arrival of DATA with a
/// PING, thousands a second.
final class Calm {
    /// That of the stream and that of the connection.
    private static final long UPDATES_PER_DATA = 2;

    private final Ticker ticker;
    private final Window slow = new Window(Limits.LONG_WINDOW_NANOS);
    private final Window fast = new Window(Limits.SHORT_WINDOW_NANOS);
    private int streams;
    private int resetsRead;
    private int resetsCaused;
    private int settings;
    private int pings;
    private int priorities;
    private int smallUpdates;
    private int emptyData;
    private int dataWritten;

    Calm(Ticker ticker) {
        this.ticker = ticker;
    }

    /// The time that counts are kept for.
    private static final class Window {
        private final long nanos;
        private long startedNanos;
        private boolean started;

        Window(long nanos) {
            this.nanos = nanos;
        }

        boolean turned(long now) {
            if (started && now - startedNanos < nanos) {
                return false;
            }
            started = true;
            startedNanos = now;
            return true;
        }
    }

    void stream() {
        turnSlow();
        streams++;
    }

    void resetRead() throws Http2Exception {
        turnSlow();
        resetsRead++;
        check(resetsRead, Limits.RESETS, 2L * resetsRead > streams, "RST_STREAM");
    }

    /// False when there were too many.
    boolean resetCaused() {
        turnSlow();
        resetsCaused++;
        return resetsCaused <= Limits.RESETS || 2L * resetsCaused <= streams;
    }

    void settingsRead() throws Http2Exception {
        turnSlow();
        settings++;
        check(settings, Limits.SETTINGS, true, "SETTINGS");
    }

    void pingRead() throws Http2Exception {
        turnFast();
        pings++;
        check(pings, Limits.PINGS, pings - Limits.PINGS > dataWritten, "PING");
    }

    void priorityRead() throws Http2Exception {
        turnFast();
        priorities++;
        check(priorities, Limits.PRIORITIES, true, "PRIORITY");
    }

    void windowUpdateRead(int increment) throws Http2Exception {
        if (increment >= Limits.SMALL_WINDOW_UPDATE) {
            return;
        }
        turnFast();
        smallUpdates++;
        int most = Limits.SMALL_WINDOW_UPDATES;
        boolean many = smallUpdates - most > UPDATES_PER_DATA * dataWritten;
        check(smallUpdates, most, many, "WINDOW_UPDATE");
    }

    /// One frame, to the peer.
    void dataWritten() {
        dataWritten++;
    }

    /// `last` is that of its stream, and may well be empty.
    void dataRead(int bytes, boolean last) throws Http2Exception {
        if (bytes > 0 || last) {
            emptyData = 0;
            return;
        }
        emptyData++;
        check(emptyData, Limits.EMPTY_DATA, true, "empty DATA");
    }

    private void turnSlow() {
        if (slow.turned(ticker.nanoTime())) {
            streams = 0;
            resetsRead = 0;
            resetsCaused = 0;
            settings = 0;
        }
    }

    private void turnFast() {
        if (fast.turned(ticker.nanoTime())) {
            pings = 0;
            priorities = 0;
            smallUpdates = 0;
            dataWritten = 0;
        }
    }

    /// For what can only be seen where frames are written.
    static Http2Exception tooMuch() {
        return connectionError(ENHANCE_YOUR_CALM, "too many errors, or frames that nobody reads");
    }

    private static void check(int count, int most, boolean counts, String what)
            throws Http2Exception {
        if (count > most && counts) {
            throw connectionError(ENHANCE_YOUR_CALM, "more than %d frames of %s", most, what);
        }
    }
}
