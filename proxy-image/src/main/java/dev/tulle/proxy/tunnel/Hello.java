package dev.tulle.proxy.tunnel;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import java.nio.charset.StandardCharsets;

/// Who calls what: the payload of HELLO, `tulle.mesh.v1.Hello` of the contract.
///
/// Generated messages stay in the room that talks to discovery; three strings of the protobuf wire
/// format (fields 1 to 3, wire type 2) are read and written here. Fields we do not know are
/// skipped.
public record Hello(String service, String source, String clientAddress) {
    private static final int LENGTH_DELIMITED = 2;
    private static final int VARINT = 0;
    private static final int FIXED64 = 1;
    private static final int FIXED32 = 5;

    void writeTo(ByteBuf out) {
        write(out, 1, service);
        write(out, 2, source);
        write(out, 3, clientAddress);
    }

    /// Reads the whole buffer; what is no such message is refused.
    static Hello read(ByteBuf in) {
        String[] fields = {"", "", ""};
        try {
            while (in.isReadable()) {
                int tag = (int) varint(in);
                int number = tag >>> 3;
                if (number >= 1 && number <= fields.length && (tag & 7) == LENGTH_DELIMITED) {
                    fields[number - 1] = string(in);
                } else {
                    skip(in, tag & 7);
                }
            }
        } catch (IndexOutOfBoundsException e) {
            throw new IllegalArgumentException("HELLO ends within a field", e);
        }
        return new Hello(fields[0], fields[1], fields[2]);
    }

    private static void write(ByteBuf out, int number, String value) {
        if (value.isEmpty()) {
            return;
        }
        out.writeByte((number << 3) | LENGTH_DELIMITED);
        int length = ByteBufUtil.utf8Bytes(value);
        while (length > 0x7f) {
            out.writeByte((length & 0x7f) | 0x80);
            length >>>= 7;
        }
        out.writeByte(length);
        out.writeCharSequence(value, StandardCharsets.UTF_8);
    }

    private static String string(ByteBuf in) {
        return in.readSlice(length(in)).toString(StandardCharsets.UTF_8);
    }

    private static void skip(ByteBuf in, int wireType) {
        switch (wireType) {
            case VARINT -> varint(in);
            case FIXED64 -> in.skipBytes(Long.BYTES);
            case LENGTH_DELIMITED -> in.skipBytes(length(in));
            case FIXED32 -> in.skipBytes(Integer.BYTES);
            default ->
                    throw new IllegalArgumentException(
                            "HELLO has a field of wire type " + wireType);
        }
    }

    private static int length(ByteBuf in) {
        long length = varint(in);
        if (length < 0 || length > in.readableBytes()) {
            throw new IllegalArgumentException(
                    "HELLO has a field of " + length + " bytes and " + in.readableBytes());
        }
        return (int) length;
    }

    private static long varint(ByteBuf in) {
        long value = 0;
        for (int shift = 0; shift < Long.SIZE; shift += 7) {
            byte b = in.readByte();
            value |= (long) (b & 0x7f) << shift;
            if (b >= 0) {
                return value;
            }
        }
        throw new IllegalArgumentException("HELLO has a number of more than 10 bytes");
    }
}
