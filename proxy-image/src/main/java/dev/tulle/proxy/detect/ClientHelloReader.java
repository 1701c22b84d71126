package dev.tulle.proxy.detect;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/// Reads the ClientHello at the start of a connection (RFC 8446, 4.1.2 and 5.1), which may be cut
/// into records and segments at any byte, which never changes what is read. Handed the same growing
/// buffer each time, from whose reader index it starts and which it never changes. One object per
/// connection.
final class ClientHelloReader {
    static final int LONGEST = 16 * 1024;

    private static final int RECORD_HEADER = 5;
    private static final int MOST_BYTES = RECORD_HEADER + LONGEST;
    private static final int MESSAGE_HEADER = 4;
    private static final int HANDSHAKE = 22;
    private static final int CLIENT_HELLO = 1;
    private static final int MAJOR_VERSION = 3;
    private static final int RANDOM = 2 + 32;
    private static final int SERVER_NAME = 0;
    private static final int ALPN = 16;

    private int scanned;
    private int collected;
    private int needed = MESSAGE_HEADER;
    private boolean headerSeen;

    /// Records are scanned once; only a complete message is copied and parsed.
    HelloResult read(ByteBuf in) {
        int start = in.readerIndex();
        while (collected < needed) {
            int at = start + scanned;
            if (in.writerIndex() - at < RECORD_HEADER) {
                return HelloResult.NEEDS_MORE;
            }
            int type = in.getUnsignedByte(at);
            int major = in.getUnsignedByte(at + 1);
            int length = in.getUnsignedShort(at + 3);
            if (type != HANDSHAKE || major != MAJOR_VERSION) {
                return invalid("a record of type " + type + " and version " + major);
            }
            if (length == 0) {
                return invalid("an empty record");
            }
            if (scanned + RECORD_HEADER + length > MOST_BYTES) {
                return invalid("no whole ClientHello within " + MOST_BYTES + " bytes");
            }
            if (in.writerIndex() - at - RECORD_HEADER < length) {
                return HelloResult.NEEDS_MORE;
            }
            scanned += RECORD_HEADER + length;
            collected += length;
            if (!headerSeen && collected >= MESSAGE_HEADER) {
                ByteBuf header = message(in, start, MESSAGE_HEADER);
                headerSeen = true;
                if (header.getUnsignedByte(0) != CLIENT_HELLO) {
                    return invalid("a handshake message of type " + header.getUnsignedByte(0));
                }
                needed = MESSAGE_HEADER + header.getUnsignedMedium(1);
                if (needed > LONGEST) {
                    return invalid("a ClientHello of " + needed + " bytes");
                }
            }
        }
        return parse(message(in, start, needed).skipBytes(MESSAGE_HEADER));
    }

    private static HelloResult.Invalid invalid(String what) {
        return new HelloResult.Invalid(
                what + ": expected one ClientHello of at most " + LONGEST + " bytes");
    }

    /// The first bytes of the message without record headers.
    private static ByteBuf message(ByteBuf in, int start, int length) {
        ByteBuf message = Unpooled.buffer(length, length);
        int at = start;
        while (message.isWritable()) {
            int fragment = in.getUnsignedShort(at + 3);
            message.writeBytes(in, at + RECORD_HEADER, Math.min(fragment, message.writableBytes()));
            at += RECORD_HEADER + fragment;
        }
        return message;
    }

    private static HelloResult parse(ByteBuf body) {
        try {
            body.skipBytes(RANDOM);
            body.skipBytes(body.readUnsignedByte());
            body.skipBytes(body.readUnsignedShort());
            body.skipBytes(body.readUnsignedByte());
            return new HelloResult.Found(body.isReadable() ? extensions(body) : NOTHING_SAID);
        } catch (IndexOutOfBoundsException e) {
            return invalid("a ClientHello whose lengths contradict each other");
        }
    }

    private static final ClientHello NOTHING_SAID = new ClientHello("", List.of());

    private static ClientHello extensions(ByteBuf body) {
        ByteBuf extensions = body.readSlice(body.readUnsignedShort());
        String serverName = "";
        List<String> protocols = List.of();
        while (extensions.isReadable()) {
            int type = extensions.readUnsignedShort();
            ByteBuf data = extensions.readSlice(extensions.readUnsignedShort());
            if (type == SERVER_NAME) {
                serverName = serverName(data);
            } else if (type == ALPN) {
                protocols = protocols(data);
            }
        }
        return new ClientHello(serverName, protocols);
    }

    private static String serverName(ByteBuf data) {
        ByteBuf names = data.readSlice(data.readUnsignedShort());
        while (names.isReadable()) {
            int type = names.readUnsignedByte();
            ByteBuf name = names.readSlice(names.readUnsignedShort());
            if (type == 0) {
                return name.toString(StandardCharsets.US_ASCII);
            }
        }
        return "";
    }

    private static List<String> protocols(ByteBuf data) {
        ByteBuf names = data.readSlice(data.readUnsignedShort());
        List<String> protocols = new ArrayList<>();
        while (names.isReadable()) {
            protocols.add(
                    names.readSlice(names.readUnsignedByte()).toString(StandardCharsets.US_ASCII));
        }
        return protocols;
    }
}
