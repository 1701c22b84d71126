package dev.tulle.proxy.route;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tulle.proxy.model.SigningKey;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SessionSealTest {

    private static final SigningKey OLD = key(1);
    private static final SigningKey NEW = key(2);

    private static SigningKey key(int filled) {
        byte[] bytes = new byte[SigningKey.LENGTH];
        Arrays.fill(bytes, (byte) filled);
        return SigningKey.of(bytes);
    }

    /// Python: base64.urlsafe_b64encode(h + hmac.new(b'\x01' * 32, h, 'sha256').digest()[:8]) with
    /// h = struct.pack('>qq', 0x0102030405060708, -2).
    @Test
    void writesWhatOthersCanCheck() {
        String text = SessionSeal.of(List.of(OLD)).seal(0x0102030405060708L, -2).toString();

        assertThat(text).isEqualTo("AQIDBAUGBwj__________lla2ZTX4kU8");
    }

    @Test
    void readsWhatAnotherProxyWrote() {
        String text = SessionSeal.of(List.of(NEW, OLD)).seal(7, Long.MIN_VALUE).toString();

        assertThat(SessionSeal.of(List.of(NEW, OLD)).open(text))
                .isEqualTo(new SessionSeal.Held(7, Long.MIN_VALUE, SessionSeal.Age.NEWEST));
    }

    @Test
    void believesBothKeysWhileTheyChangePlaces() {
        String before = SessionSeal.of(List.of(OLD, NEW)).seal(7, 8).toString();
        SessionSeal after = SessionSeal.of(List.of(NEW, OLD));

        assertThat(after.open(before)).isEqualTo(new SessionSeal.Held(7, 8, SessionSeal.Age.OLDER));
        assertThat(SessionSeal.of(List.of(NEW)).open(before)).as("the key is gone").isNull();
        assertThat(SessionSeal.of(List.of(OLD, NEW)).open(after.seal(7, 8)))
                .as("a proxy that has not heard yet")
                .isEqualTo(new SessionSeal.Held(7, 8, SessionSeal.Age.OLDER));
    }

    @Test
    void believesNoValueOfWhichABitWasChanged() {
        SessionSeal seal = SessionSeal.of(List.of(OLD));
        String good = seal.seal(7, 8).toString();
        String alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

        for (int i = 0; i < good.length(); i++) {
            for (int bit = 1; bit < 64; bit <<= 1) {
                char other = alphabet.charAt(alphabet.indexOf(good.charAt(i)) ^ bit);
                String bad = good.substring(0, i) + other + good.substring(i + 1);
                assertThat(seal.open(bad)).as(bad).isNull();
            }
        }
        assertThat(Objects.requireNonNull(seal.open(good)).endpoint()).isEqualTo(8);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "A",
                "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA",
                "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA",
                "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA",
                "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAA==",
                "AAAAAAAAAAAAAAAA+AAAAAAAAAAAAAA/",
                "AAAAAAAAAAAAAAAA AAAAAAAAAAAAAAA",
                "\u00ff\u0100AAAAAAAAAAAAAAAAAAAAAAAAAAAAAA",
            })
    void believesNothingElse(String text) {
        assertThat(SessionSeal.of(List.of(OLD, NEW)).open(text)).isNull();
    }

    @Test
    void showsNoKey() {
        assertThat(OLD).hasToString("[redacted]");
        assertThat(List.of(OLD).toString()).doesNotContain("AQEB");
    }
}
