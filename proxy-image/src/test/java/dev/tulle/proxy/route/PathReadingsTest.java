package dev.tulle.proxy.route;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.util.AsciiString;
import java.util.Objects;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Row 11 of the hygiene table: a path has two readings.
class PathReadingsTest {

    private static PathReadings read(String path) {
        return Objects.requireNonNull(PathReadings.of(AsciiString.of(path)), path);
    }

    @ParameterizedTest(name = "{0} is {1} by the RFC and {2} by lenient servers")
    @CsvSource({
        "/, /, /",
        "/a/b, /a/b, /a/b",
        "/a.b/c-d_e~f, /a.b/c-d_e~f, /a.b/c-d_e~f",
        "/a/../b, /b, /b",
        "/a/./b, /a/b, /a/b",
        "/a/.., /, /",
        "/a/b/.., /a/, /a/",
        "/a/., /a/, /a/",
        "/../../a, /a, /a",
        "/.well-known/x, /.well-known/x, /.well-known/x",
        "/a/..b, /a/..b, /a/..b",
        "//a, //a, /a",
        "/a//b, /a//b, /a/b",
        "/%61dmin, /admin, /admin",
        "/%41%2d, /A-, /A-",
        "/a%2fb, /a%2Fb, /a/b",
        "/x/..%2fadmin, /x/..%2Fadmin, /admin",
        "/x/%2e%2e/admin, /admin, /admin",
        "/x%5c..%5cadmin, /x%5C..%5Cadmin, /admin",
        "/x\\..\\admin, /x\\..\\admin, /admin",
        "/cart;jsessionid=1, /cart;jsessionid=1, /cart",
        "/a;x=1/b, /a;x=1/b, /a/b",
        "/x/..;/admin, /x/..;/admin, /admin",
        "/%2561, /%2561, /%61",
        "/a%3Bx/b, /a%3Bx/b, /a/b",
        "*, *, *",
    })
    void readsInTwoWays(String path, String strict, String loose) {
        PathReadings readings = read(path);

        assertThat(readings.strict().toString()).isEqualTo(strict);
        assertThat(readings.loose().toString()).isEqualTo(loose);
        assertThat(readings.agree()).isEqualTo(strict.equals(loose));
    }

    @ParameterizedTest
    @ValueSource(strings = {"/%00", "/a%zz", "/a%", "/a%4", "/%g1", "/%-1"})
    void refusesWhatIsNoEscape(String path) {
        assertThat(PathReadings.of(AsciiString.of(path))).isNull();
    }

    /// Seed 7: no path gets longer, escapes the root or keeps a dot segment.
    @Test
    void neverLeavesADotSegment() {
        Random random = new Random(7);
        String[] parts = {"/", ".", "..", "a", "%2e", "%2F", "%5c", ";x", "\\", "%61", "//"};
        for (int i = 0; i < 20_000; i++) {
            StringBuilder path = new StringBuilder("/");
            for (int n = random.nextInt(8); n > 0; n--) {
                path.append(parts[random.nextInt(parts.length)]);
            }
            PathReadings readings = read(path.toString());
            for (AsciiString reading : new AsciiString[] {readings.strict(), readings.loose()}) {
                assertThat(reading.length()).as("%s", path).isBetween(1, path.length() + 1);
                assertThat(reading.toString() + "/").as("%s", path).doesNotContain("/../", "/./");
                assertThat(reading.toString()).as("%s", path).startsWith("/");
            }
            assertThat(readings.loose().toString()).as("%s", path).doesNotContain("//", ";", "\\");
        }
    }
}
