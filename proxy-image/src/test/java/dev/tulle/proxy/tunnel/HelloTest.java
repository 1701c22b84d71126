package dev.tulle.proxy.tunnel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import java.util.HexFormat;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HelloTest {
    private static final Hello HELLO = new Hello("shop/db:5432", "shop/web-1", "10.0.0.7");

    private static byte[] written(Hello hello) {
        ByteBuf out = Unpooled.buffer();
        hello.writeTo(out);
        return ByteBufUtil.getBytes(out);
    }

    private static Hello read(byte[] bytes) {
        return Hello.read(Unpooled.wrappedBuffer(bytes));
    }

    private static byte[] contract(Hello hello) {
        return dev.tulle.contract.v1.Hello.newBuilder()
                .setService(hello.service())
                .setSource(hello.source())
                .setClientAddress(hello.clientAddress())
                .build()
                .toByteArray();
    }

    @Test
    void writesWhatTheContractSays() {
        assertThat(written(HELLO)).isEqualTo(contract(HELLO));
        assertThat(written(new Hello("", "", ""))).isEmpty();
    }

    @Test
    void writesAndReadsLongAndForeignNames() {
        Hello hello = new Hello("ä".repeat(300), "", "x");

        assertThat(written(hello)).isEqualTo(contract(hello));
        assertThat(read(written(hello))).isEqualTo(hello);
    }

    @Test
    void skipsFieldsThatItDoesNotKnow() {
        String unknown = "2001" + "2a03616263" + "320101" + "3d01020304" + "410102030405060708";

        Hello hello = read(HexFormat.of().parseHex(unknown + "0a0161" + "20ffffff7f"));

        assertThat(hello).isEqualTo(new Hello("a", "", ""));
    }

    @ParameterizedTest
    @ValueSource(strings = {"0a", "0a05", "0a0561", "0affffffffffffffffff7f", "0b", "3d0102"})
    void refusesWhatIsNoMessage(String hex) {
        assertThatThrownBy(() -> read(HexFormat.of().parseHex(hex)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("HELLO");
    }

    @Test
    void readsOrRefusesAnyBytes() {
        Random random = new Random(20_261_120);
        for (int round = 0; round < 20_000; round++) {
            byte[] bytes = new byte[random.nextInt(40)];
            random.nextBytes(bytes);
            try {
                assertThat(read(bytes)).isNotNull();
            } catch (IllegalArgumentException refused) {
                assertThat(refused).hasMessageContaining("HELLO");
            }
        }
    }
}
