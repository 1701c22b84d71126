package dev.tulle.proxy.http2;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/// A header block of literal fields without indexing, RFC 7541 section 6.2.2.
public final class FieldBlock {
    private FieldBlock() {}

    public static byte[] of(String... pairs) {
        ByteArrayOutputStream block = new ByteArrayOutputStream();
        for (int i = 0; i < pairs.length; i += 2) {
            block.write(0);
            literal(block, pairs[i]);
            literal(block, pairs[i + 1]);
        }
        return block.toByteArray();
    }

    private static void literal(ByteArrayOutputStream block, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.ISO_8859_1);
        if (bytes.length < 127) {
            block.write(bytes.length);
        } else {
            block.write(127);
            int left = bytes.length - 127;
            for (; left >= 128; left >>= 7) {
                block.write((left & 127) | 128);
            }
            block.write(left);
        }
        block.writeBytes(bytes);
    }
}
