package dev.tulle.proxy.exchange;

import io.netty.util.AsciiString;
import org.jspecify.annotations.Nullable;

/// Status codes of gRPC: what a code means for those who count failures, and which one stands for a
/// status of HTTP (grpc/grpc doc/http-grpc-status-mapping.md, and the other way round for answers
/// that a proxy makes).
public final class GrpcStatus {
    public static final AsciiString FIELD = AsciiString.cached("grpc-status");
    public static final int NONE = -1;

    /// What a call has whose status nobody said.
    public static final int UNKNOWN = 2;

    public static final int UNAVAILABLE = 14;

    private static final AsciiString CONTENT_TYPE = AsciiString.cached("content-type");
    private static final AsciiString GRPC = AsciiString.cached("application/grpc");
    private static final int MOST = 16;

    private GrpcStatus() {}

    /// Whether the request is a call of gRPC: `application/grpc`, alone or with a `+` or `;`
    /// behind.
    public static boolean isCall(Fields request) {
        CharSequence type = request.first(CONTENT_TYPE);
        return type != null
                && type.length() >= GRPC.length()
                && AsciiString.regionMatches(type, true, 0, GRPC, 0, GRPC.length())
                && (type.length() == GRPC.length() || follows(type.charAt(GRPC.length())));
    }

    private static boolean follows(char next) {
        return next == '+' || next == ';' || next == ' ';
    }

    /// The code that a head or trailers carry, [#NONE] when they carry none.
    public static int of(Fields fields) {
        CharSequence value = fields.first(FIELD);
        return value == null ? NONE : parse(value);
    }

    private static int parse(@Nullable CharSequence value) {
        if (value == null || value.isEmpty() || value.length() > 2) {
            return UNKNOWN;
        }
        int code = 0;
        for (int i = 0; i < value.length(); i++) {
            int digit = value.charAt(i) - '0';
            if (digit < 0 || digit > 9) {
                return UNKNOWN;
            }
            code = code * 10 + digit;
        }
        return code <= MOST ? code : UNKNOWN;
    }

    /// The code of an answer that a proxy makes with this status.
    public static int ofHttp(int status) {
        return switch (status) {
            case 400, 405, 431 -> 13;
            case 401 -> 16;
            case 403 -> 7;
            case 404 -> 12;
            case 408, 504 -> 4;
            case 413, 429 -> 8;
            case 502, 503 -> UNAVAILABLE;
            default -> UNKNOWN;
        };
    }

    /// Whether the code says that the server is to blame: UNKNOWN, DEADLINE_EXCEEDED,
    /// PERMISSION_DENIED, INTERNAL, UNAVAILABLE, DATA_LOSS.
    public static boolean failure(int code) {
        return switch (code) {
            case 2, 4, 7, 13, 14, 15 -> true;
            default -> false;
        };
    }
}
