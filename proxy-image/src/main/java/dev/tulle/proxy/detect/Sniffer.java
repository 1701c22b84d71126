package dev.tulle.proxy.detect;

import dev.tulle.proxy.model.Protocol;
import dev.tulle.proxy.tls.MeshProtocol;
import io.netty.buffer.ByteBuf;
import java.nio.charset.StandardCharsets;

/// Looks at the first bytes of one connection, again and again as they grow, without taking any.
/// What a port is declared to speak settles it, but for TLS, which may be ours.
///
/// HTTP/1 is told by a whole request line: `1*20tchar SP … SP HTTP/1.x CRLF`. A line that ends in a
/// bare LF, or one that is longer than the engine reads, counts too: the engine is to refuse it,
/// the application is not to see it unchecked.
final class Sniffer {
    private static final int TLS_HANDSHAKE = 0x16;
    private static final int TLS_MAJOR = 0x03;
    private static final int LONGEST_METHOD = 20;
    private static final int LONGEST_LINE = 8 * 1024;
    private static final byte[] HTTP2_PREFACE =
            "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] VERSION = " HTTP/1.".getBytes(StandardCharsets.US_ASCII);
    private static final String TCHAR_SIGNS = "!#$%&'*+-.^_`|~";

    private final DetectSide side;
    private final Protocol declared;
    private final ClientHelloReader reader = new ClientHelloReader();
    private String serverName = "";

    Sniffer(DetectSide side, Protocol declared) {
        this.side = side;
        this.declared = declared;
    }

    /// The server name of the ClientHello that was read, else empty.
    String serverName() {
        return serverName;
    }

    Sniffed sniff(ByteBuf in) {
        if (!in.isReadable()) {
            return Sniffed.UNCLEAR;
        }
        int start = in.readerIndex();
        if (in.getUnsignedByte(start) == TLS_HANDSHAKE) {
            if (in.readableBytes() < 2) {
                return Sniffed.UNCLEAR;
            }
            return in.getUnsignedByte(start + 1) == TLS_MAJOR ? tls(in) : Sniffed.OTHER;
        }
        return switch (declared) {
            case DETECT -> plaintext(in);
            case HTTP2 -> http2(in);
            case HTTP1 -> Sniffed.DECLARED_HTTP1;
            case OPAQUE -> Sniffed.DECLARED_OPAQUE;
        };
    }

    /// Such a port is often called by HTTP/1 too: the engines translate. Anything else is for the
    /// engine to refuse.
    private static Sniffed http2(ByteBuf in) {
        Sniffed sniffed = plaintext(in);
        return sniffed == Sniffed.OTHER ? Sniffed.HTTP2 : sniffed;
    }

    private static Sniffed plaintext(ByteBuf in) {
        int same = commonWithPreface(in);
        if (same == HTTP2_PREFACE.length) {
            return Sniffed.HTTP2;
        }
        return same == in.readableBytes() ? Sniffed.UNCLEAR : http1(in);
    }

    /// Whose TLS it is matters only where ours may come in.
    private Sniffed tls(ByteBuf in) {
        if (side == DetectSide.OUTBOUND) {
            return Sniffed.TLS;
        }
        return switch (reader.read(in)) {
            case HelloResult.NeedsMore() -> Sniffed.PART_OF_HELLO;
            case HelloResult.Invalid(String _) -> Sniffed.BAD_HELLO;
            case HelloResult.Found(ClientHello hello) -> {
                serverName = hello.serverName();
                yield ours(hello);
            }
        };
    }

    private static Sniffed ours(ClientHello hello) {
        boolean named = false;
        for (String protocol : hello.protocols()) {
            if (MeshProtocol.of(protocol).isPresent()) {
                return Sniffed.MESH_TLS;
            }
            named |= protocol.startsWith(MeshProtocol.PREFIX);
        }
        return named ? Sniffed.UNKNOWN_MESH_NAME : Sniffed.TLS;
    }

    private static int commonWithPreface(ByteBuf in) {
        int length = Math.min(in.readableBytes(), HTTP2_PREFACE.length);
        for (int i = 0; i < length; i++) {
            if (in.getByte(in.readerIndex() + i) != HTTP2_PREFACE[i]) {
                return i;
            }
        }
        return length;
    }

    private static Sniffed http1(ByteBuf in) {
        int start = in.readerIndex();
        int end = in.writerIndex();
        int space = start;
        while (space < end && tchar(in.getByte(space))) {
            space++;
        }
        if (space - start > LONGEST_METHOD || space == start) {
            return Sniffed.OTHER;
        }
        if (space == end) {
            return Sniffed.UNCLEAR;
        }
        if (in.getByte(space) != ' ') {
            return Sniffed.OTHER;
        }
        int feed = in.indexOf(space, Math.min(end, start + LONGEST_LINE + 1), (byte) '\n');
        if (feed < 0) {
            return end - start > LONGEST_LINE ? Sniffed.HTTP1 : Sniffed.UNCLEAR;
        }
        return endsInVersion(in, space, feed) ? Sniffed.HTTP1 : Sniffed.OTHER;
    }

    private static boolean endsInVersion(ByteBuf in, int space, int feed) {
        int end = in.getByte(feed - 1) == '\r' ? feed - 1 : feed;
        int minor = end - 1;
        int version = minor - VERSION.length;
        if (version <= space) {
            return false;
        }
        for (int i = 0; i < VERSION.length; i++) {
            if (in.getByte(version + i) != VERSION[i]) {
                return false;
            }
        }
        return in.getByte(minor) == '0' || in.getByte(minor) == '1';
    }

    private static boolean tchar(byte c) {
        return (c >= 'A' && c <= 'Z')
                || (c >= 'a' && c <= 'z')
                || (c >= '0' && c <= '9')
                || (c > 0 && TCHAR_SIGNS.indexOf(c) >= 0);
    }
}
