package dev.tulle.operator.view;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class NetworkTest {

    @ParameterizedTest
    @CsvSource({
        "10.96.3.200, 10.96.3.0/24",
        "255.255.255.255, 255.255.255.0/24",
        "fd00:1:2:3::9, fd00:1:2:3::/64",
        "fd00::1, fd00:0:0:0::/64",
        "::1, 0:0:0:0::/64"
    })
    void isAroundAnAddress(String address, String expected) {
        assertThat(Network.around(address)).map(Network::toString).hasValue(expected);
    }

    @ParameterizedTest
    @CsvSource({
        "10.96.0.0/12, 10.97.1.0/24, true",
        "10.96.0.0/12, 10.112.0.0/24, false",
        "10.96.1.0/24, 10.96.0.0/12, false",
        "0.0.0.0/0, 10.0.0.1, true",
        "fd00:10::/32, fd00:10:1:2::/64, true",
        "fd00:10::/112, fd00:10::8, true",
        "fd00:10::/112, fd00:10::1:8, false",
        "::/0, 10.0.0.1, false"
    })
    void containsWhatItsBitsCover(String wide, String narrow, boolean expected) {
        assertThat(Network.parse(wide).orElseThrow().contains(Network.parse(narrow).orElseThrow()))
                .isEqualTo(expected);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "None",
                "10.0.0",
                "10.0.0.256",
                "10.0.0.1/33",
                "1:2:3",
                "1::2::3",
                "g::",
                "10.0.0.1/",
                "1:2:3:4:5:6:7:8:9"
            })
    void refusesWhatIsNoAddress(String text) {
        assertThat(Network.parse(text)).isEmpty();
    }
}
