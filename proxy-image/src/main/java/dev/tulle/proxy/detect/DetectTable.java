package dev.tulle.proxy.detect;

import dev.tulle.proxy.detect.DetectEvent.ClientBytes;
import dev.tulle.proxy.detect.DetectEvent.ClientEnded;
import dev.tulle.proxy.detect.DetectEvent.ServerBytes;
import dev.tulle.proxy.detect.DetectEvent.ServerEnded;
import dev.tulle.proxy.detect.DetectEvent.Silence;
import dev.tulle.proxy.detect.DetectEvent.Stall;
import dev.tulle.proxy.detect.DetectStep.Decide;
import dev.tulle.proxy.detect.DetectStep.OpenCandidate;
import dev.tulle.proxy.detect.DetectStep.Stay;

/// The whole of detection as a table without time, bytes or channels.
final class DetectTable {
    private DetectTable() {}

    static DetectStep next(DetectState state, DetectEvent event) {
        return switch (event) {
            case Silence() -> state == DetectState.WAIT ? new OpenCandidate() : new Stay(state);
            case ServerBytes() -> new Decide(Detected.OPAQUE, DetectReason.SERVER_FIRST);
            case ServerEnded() -> serverEnded(state);
            case ClientEnded() -> new Decide(Detected.OPAQUE, DetectReason.CLIENT_ENDED);
            case ClientBytes(Sniffed sniffed) -> sniffed(state, sniffed);
            case Stall(Sniffed soFar) -> stalled(soFar);
        };
    }

    private static DetectStep sniffed(DetectState state, Sniffed sniffed) {
        return switch (sniffed) {
            case UNCLEAR, PART_OF_HELLO -> new Stay(sniffing(state));
            case HTTP1 -> new Decide(Detected.HTTP1, DetectReason.REQUEST_LINE);
            case HTTP2 -> new Decide(Detected.HTTP2, DetectReason.HTTP2_PREFACE);
            case TLS -> new Decide(Detected.APPLICATION_TLS, DetectReason.CLIENT_HELLO);
            case MESH_TLS -> new Decide(Detected.MESH_TLS, DetectReason.CLIENT_HELLO);
            case UNKNOWN_MESH_NAME -> new Decide(Detected.REFUSED, DetectReason.UNKNOWN_MESH_NAME);
            case BAD_HELLO -> new Decide(Detected.REFUSED, DetectReason.BAD_HELLO);
            case DECLARED_HTTP1 -> new Decide(Detected.HTTP1, DetectReason.DECLARED);
            case DECLARED_OPAQUE -> new Decide(Detected.OPAQUE, DetectReason.DECLARED);
            case OTHER -> new Decide(Detected.OPAQUE, DetectReason.NOT_HTTP);
        };
    }

    /// A client that has begun to speak is heard out: a request goes to whom it may concern.
    private static DetectStep serverEnded(DetectState state) {
        return state == DetectState.CANDIDATE
                ? new Decide(Detected.OPAQUE, DetectReason.SERVER_ENDED)
                : new Stay(state);
    }

    private static DetectState sniffing(DetectState state) {
        return switch (state) {
            case WAIT, SNIFF -> DetectState.SNIFF;
            case CANDIDATE, SNIFF_WITH_CANDIDATE -> DetectState.SNIFF_WITH_CANDIDATE;
        };
    }

    private static DetectStep stalled(Sniffed soFar) {
        return soFar == Sniffed.PART_OF_HELLO
                ? new Decide(Detected.REFUSED, DetectReason.HELLO_TIMEOUT)
                : new Decide(Detected.OPAQUE, DetectReason.NO_PROGRESS);
    }
}
