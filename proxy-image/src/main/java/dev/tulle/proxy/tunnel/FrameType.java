package dev.tulle.proxy.tunnel;

import org.jspecify.annotations.Nullable;

/// The frames of `tulle-tcp`: type u8, length u24, payload of at most 65,535 bytes. TLS cannot
/// carry a half-close here and a bare FIN could be forged, so both travel as frames.
enum FrameType {
    HELLO(0),
    OPENED(1),
    DATA(2),
    FIN(3),
    RESET(4);

    static final int HEADER = 4;
    static final int LONGEST_PAYLOAD = 65_535;

    /// Three strings, none of which a Kubernetes name lets grow beyond some hundred bytes.
    static final int LONGEST_HELLO = 4 * 1024;

    private final int code;

    FrameType(int code) {
        this.code = code;
    }

    static @Nullable FrameType of(int code) {
        return switch (code) {
            case 0 -> HELLO;
            case 1 -> OPENED;
            case 2 -> DATA;
            case 3 -> FIN;
            case 4 -> RESET;
            default -> null;
        };
    }

    int code() {
        return code;
    }

    /// Whether a payload of this length makes sense for the type.
    boolean fits(int length) {
        return switch (this) {
            case HELLO -> length <= LONGEST_HELLO;
            case OPENED, FIN -> length == 0;
            case DATA -> true;
            case RESET -> length == 1;
        };
    }
}
