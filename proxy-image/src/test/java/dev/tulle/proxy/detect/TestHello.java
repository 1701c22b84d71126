package dev.tulle.proxy.detect;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;
import java.util.List;

/// Builds ClientHellos byte by byte, as RFC 8446 and RFC 6066 write them.
final class TestHello {
    private TestHello() {}

    /// The handshake message without records, filled up to a length by a padding extension.
    static byte[] message(String serverName, List<String> protocols, int padding) {
        ByteBuf extensions = Unpooled.buffer();
        if (!serverName.isEmpty()) {
            byte[] name = serverName.getBytes(StandardCharsets.US_ASCII);
            extensions.writeShort(0).writeShort(name.length + 5);
            extensions.writeShort(name.length + 3).writeByte(0).writeShort(name.length);
            extensions.writeBytes(name);
        }
        if (!protocols.isEmpty()) {
            ByteBuf names = Unpooled.buffer();
            for (String protocol : protocols) {
                names.writeByte(protocol.length());
                names.writeCharSequence(protocol, StandardCharsets.US_ASCII);
            }
            extensions.writeShort(16).writeShort(names.readableBytes() + 2);
            extensions.writeShort(names.readableBytes()).writeBytes(names);
        }
        if (padding > 0) {
            extensions.writeShort(21).writeShort(padding).writeZero(padding);
        }
        ByteBuf body = Unpooled.buffer();
        body.writeShort(0x0303).writeZero(32).writeByte(0);
        body.writeShort(2).writeShort(0x1301).writeByte(1).writeByte(0);
        body.writeShort(extensions.readableBytes()).writeBytes(extensions);
        ByteBuf message = Unpooled.buffer();
        message.writeByte(1).writeMedium(body.readableBytes()).writeBytes(body);
        return bytes(message);
    }

    /// The message cut into records of at most this many bytes.
    static byte[] records(byte[] message, int most) {
        ByteBuf out = Unpooled.buffer();
        for (int at = 0; at < message.length; at += most) {
            int length = Math.min(most, message.length - at);
            out.writeByte(22).writeShort(0x0301).writeShort(length);
            out.writeBytes(message, at, length);
        }
        return bytes(out);
    }

    static byte[] of(String serverName, String... protocols) {
        return records(message(serverName, List.of(protocols), 0), 16_384);
    }

    private static byte[] bytes(ByteBuf buffer) {
        byte[] bytes = new byte[buffer.readableBytes()];
        buffer.readBytes(bytes);
        return bytes;
    }
}
