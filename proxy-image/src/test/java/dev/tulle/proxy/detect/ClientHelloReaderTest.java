package dev.tulle.proxy.detect;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ClientHelloReaderTest {
    private static final ClientHello EXPECTED =
            new ClientHello("8080.web.shop.tulle", List.of("tulle-h1"));
    private static final long SEED = 20_261_120;

    private static byte[] hello(int padding) {
        return TestHello.message(EXPECTED.serverName(), EXPECTED.protocols(), padding);
    }

    private static HelloResult read(byte[] bytes) {
        return new ClientHelloReader().read(Unpooled.wrappedBuffer(bytes));
    }

    @Test
    void readsServerNameAndProtocols() {
        assertThat(read(TestHello.of("a.b", "h2", "http/1.1")))
                .isEqualTo(
                        new HelloResult.Found(new ClientHello("a.b", List.of("h2", "http/1.1"))));
    }

    @Test
    void readsAHelloThatSaysNothing() {
        assertThat(read(TestHello.of("")))
                .isEqualTo(new HelloResult.Found(new ClientHello("", List.of())));
    }

    @ParameterizedTest(name = "records of {0} bytes")
    @ValueSource(ints = {1, 2, 3, 7, 100, 1_000})
    void readsOverRecords(int most) {
        byte[] records = TestHello.records(hello(1_200), most);

        assertThat(read(records)).isEqualTo(new HelloResult.Found(EXPECTED));
    }

    @ParameterizedTest(name = "records of {0} bytes in segments of one")
    @ValueSource(ints = {5, 16_384})
    void readsSegmentsOfOneByteAndNeverChangesTheBuffer(int most) {
        byte[] records = TestHello.records(hello(1_200), most);
        ClientHelloReader reader = new ClientHelloReader();
        ByteBuf in = Unpooled.buffer();

        for (int i = 0; i < records.length - 1; i++) {
            in.writeByte(records[i]);
            assertThat(reader.read(in))
                    .as("after byte %d", i)
                    .isInstanceOf(HelloResult.NeedsMore.class);
        }
        in.writeByte(records[records.length - 1]);

        assertThat(reader.read(in)).isEqualTo(new HelloResult.Found(EXPECTED));
        assertThat(in.readableBytes()).isEqualTo(records.length);
    }

    @Test
    void readsUpToSixteenKibibytesAndNotOneMore() {
        int rest = ClientHelloReader.LONGEST - hello(0).length - 4;
        byte[] longest = hello(rest);
        assertThat(longest).hasSize(ClientHelloReader.LONGEST);

        assertThat(read(TestHello.records(longest, 16_384)))
                .isEqualTo(new HelloResult.Found(EXPECTED));
        assertThat(read(TestHello.records(hello(rest + 1), 16_384)))
                .isInstanceOf(HelloResult.Invalid.class);
    }

    @Test
    void refusesALongHelloBeforeItIsWhole() {
        byte[] start = Arrays.copyOf(TestHello.records(hello(17_000), 16_384), 100);
        byte[] oneRecord = {22, 3, 1, 0, 4, 1, 0, (byte) 0xff, (byte) 0xff};

        assertThat(read(start)).as("its record is not whole").isEqualTo(HelloResult.NEEDS_MORE);
        assertThat(read(oneRecord)).isInstanceOf(HelloResult.Invalid.class);
    }

    @Test
    void refusesEndlessSmallRecords() {
        ByteBuf in = Unpooled.buffer();
        byte[] records = TestHello.records(hello(12_000), 2);

        in.writeBytes(records, 0, ClientHelloReader.LONGEST + 12);

        assertThat(new ClientHelloReader().read(in)).isInstanceOf(HelloResult.Invalid.class);
    }

    @Test
    void refusesWhatIsNoClientHello() {
        byte[] alert = {21, 3, 3, 0, 2, 2, 120};
        byte[] serverHello = {22, 3, 3, 0, 4, 2, 0, 0, 0};
        byte[] empty = {22, 3, 1, 0, 0};
        byte[] wrongVersion = {22, 2, 0, 0, 4, 1, 0, 0, 0};
        byte[] hollow = {22, 3, 1, 0, 4, 1, 0, 0, 0};

        for (byte[] bytes : List.of(alert, serverHello, empty, wrongVersion, hollow)) {
            assertThat(read(bytes))
                    .as(Arrays.toString(bytes))
                    .isInstanceOf(HelloResult.Invalid.class);
        }
    }

    /// Any bytes, whole or cut, get an answer and nothing else: no exception, no endless loop, no
    /// change of the buffer.
    @Test
    void survivesBrokenHellos() {
        Random random = new Random(SEED);
        byte[] good = TestHello.records(hello(200), 97);
        for (int round = 0; round < 20_000; round++) {
            byte[] bytes = Arrays.copyOf(good, 1 + random.nextInt(good.length));
            int flips = random.nextInt(6);
            for (int i = 0; i < flips; i++) {
                bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
            }
            ByteBuf in = Unpooled.buffer(bytes.length);
            ClientHelloReader reader = new ClientHelloReader();
            int at = 0;
            HelloResult result = HelloResult.NEEDS_MORE;
            while (at < bytes.length && result instanceof HelloResult.NeedsMore) {
                int part = Math.min(1 + random.nextInt(64), bytes.length - at);
                in.writeBytes(bytes, at, part);
                at += part;
                result = reader.read(in);
            }
            assertThat(in.readableBytes()).as("seed %d round %d", SEED, round).isEqualTo(at);
        }
    }
}
