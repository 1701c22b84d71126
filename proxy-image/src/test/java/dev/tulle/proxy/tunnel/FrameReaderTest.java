package dev.tulle.proxy.tunnel;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FrameReaderTest {
    private static final long SEED = 20_261_120;

    private final Recorder recorder = new Recorder();
    private final FrameReader reader = new FrameReader(recorder);

    private static final class Recorder implements FrameReader.Sink {
        private final List<String> seen = new ArrayList<>();

        @Override
        public void data(ByteBuf part) {
            String text = "DATA " + ByteBufUtil.hexDump(part);
            if (!seen.isEmpty() && seen.getLast().startsWith("DATA")) {
                text = seen.removeLast() + ByteBufUtil.hexDump(part);
            }
            seen.add(text);
            part.release();
        }

        @Override
        public void control(FrameType type, ByteBuf payload) {
            seen.add((type + " " + ByteBufUtil.hexDump(payload)).strip());
        }

        @Override
        public void violated(Violation violation) {
            seen.add("violated " + violation.word());
        }
    }

    private void read(String hex) {
        ByteBuf in = Unpooled.wrappedBuffer(HexFormat.of().parseHex(hex));
        reader.read(in);
        assertThat(in.refCnt()).as("the reader released what it read").isZero();
    }

    @Test
    void readsEveryFrame() {
        read("00000002abcd" + "01000000" + "02000003010203" + "03000000" + "0400000101");

        assertThat(recorder.seen)
                .containsExactly("HELLO abcd", "OPENED", "DATA 010203", "FIN", "RESET 01");
    }

    @Test
    void passesOnAnEmptyHelloAndIgnoresEmptyData() {
        read("00000000" + "02000000" + "03000000");

        assertThat(recorder.seen).containsExactly("HELLO", "FIN");
    }

    @ParameterizedTest(name = "{0} is {1}")
    @CsvSource({
        "05000000, unknown-type",
        "ff000000, unknown-type",
        "02010000, too-long",
        "00010000, too-long",
        "00001001, wrong-length",
        "01000001, wrong-length",
        "03000001, wrong-length",
        "04000000, wrong-length",
        "04000002, wrong-length",
    })
    void refusesWhatNoFrameIs(String header, String word) {
        read("01000000" + header + "01000000");

        assertThat(recorder.seen)
                .as("nothing is read after it")
                .containsExactly("OPENED", "violated " + word);
    }

    @Test
    void readsTheLongestPayload() {
        ByteBuf frame = Unpooled.buffer().writeByte(2).writeMedium(65_535).writeZero(65_535);

        reader.read(frame);

        assertThat(recorder.seen).hasSize(1);
        assertThat(recorder.seen.getFirst()).hasSize("DATA ".length() + 2 * 65_535);
    }

    @Test
    void passesDataOnBeforeTheFrameIsWhole() {
        read("0200ffff" + "0102");

        assertThat(recorder.seen).containsExactly("DATA 0102");
    }

    /// The same frames come out however the bytes are cut.
    @Test
    void readsTheSameHoweverBytesAreCut() {
        Random random = new Random(SEED);
        for (int round = 0; round < 5_000; round++) {
            byte[] bytes = randomFrames(random);
            Recorder whole = new Recorder();
            new FrameReader(whole).read(Unpooled.copiedBuffer(bytes));
            Recorder cut = new Recorder();
            FrameReader cutReader = new FrameReader(cut);
            for (int at = 0; at < bytes.length; ) {
                int part = Math.min(1 + random.nextInt(9), bytes.length - at);
                cutReader.read(Unpooled.copiedBuffer(bytes, at, part));
                at += part;
            }
            assertThat(cut.seen).as("seed %d round %d", SEED, round).isEqualTo(whole.seen);
        }
    }

    private static byte[] randomFrames(Random random) {
        ByteBuf frames = Unpooled.buffer();
        int count = 1 + random.nextInt(6);
        for (int i = 0; i < count; i++) {
            // One in twelve is no valid type.
            int type = random.nextInt(12) % 6;
            int length = type == 4 ? 1 : type == 1 || type == 3 ? 0 : random.nextInt(20);
            frames.writeByte(type).writeMedium(length);
            for (int j = 0; j < length; j++) {
                frames.writeByte(random.nextInt(256));
            }
        }
        return ByteBufUtil.getBytes(frames);
    }
}
