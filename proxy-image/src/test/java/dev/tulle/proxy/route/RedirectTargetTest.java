package dev.tulle.proxy.route;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tulle.proxy.model.RuleAnswer;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RedirectTargetTest {

    @ParameterizedTest(name = "{0} of {1} to {2} {3} {4} {5}: {6}")
    @CsvSource(
            nullValues = "-",
            value = {
                "/a?q, shop:8080, https, '', 0, '', https://shop:8080/a?q",
                "/a, shop, https, '', 8443, '', https://shop:8443/a",
                "/a, shop:80, '', other, 0, '', //other:80/a",
                "/a, shop, '', other, 0, /b, //other/b",
                "/a?q, shop, '', '', 0, /b, /b?q",
                "/a, shop:80, '', '', 81, '', //shop:81/a",
                "/a, [2001:db8::1]:80, https, '', 443, '', https://[2001:db8::1]:443/a",
                "/a, [2001:db8::1], https, '', 0, '', https://[2001:db8::1]/a",
                "http://shop/a?q, shop, https, '', 0, '', https://shop/a?q",
                "//evil.example/a, shop, '', shop, 0, '', //shop//evil.example/a",
            })
    void leavesOutWhatStaysAsAsked(
            String target,
            String host,
            String scheme,
            String toHost,
            int port,
            String path,
            String expected) {
        RedirectTarget redirect =
                RedirectTarget.of(new RuleAnswer.Redirect(scheme, toHost, port, path, 302));

        assertThat(redirect.location(Requests.of("GET " + target + " host:" + host)).toString())
                .isEqualTo(expected);
    }
}
