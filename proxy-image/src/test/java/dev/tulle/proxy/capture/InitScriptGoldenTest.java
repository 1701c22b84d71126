package dev.tulle.proxy.capture;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class InitScriptGoldenTest {

    private static final Path GOLDEN = Path.of("src/test/resources/capture");

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    plain     | --uid=2337
                    empty     | --uid=2337 --skip-inbound= --skip-outbound= --skip-outbound-cidr=
                    ports     | --uid=2337 --skip-inbound=9090,9091 --skip-outbound=3306
                    cidrs     | --uid=2337 --skip-outbound-cidr=10.0.0.0/8,fd00::/8,192.168.7.9/32
                    no-egress | --uid=2337 --skip-outbound-cidr=0.0.0.0/0,::/0
                    other-uid | --uid=65532 --skip-inbound=1 --skip-outbound=65535
                    """)
    void printsTheRulesOfBothFamilies(String name, String options) throws IOException {
        Path golden = GOLDEN.resolve(name + ".txt");

        String rules = run(options + " --print").orThrow();

        String text = "# tulle-init --print " + options + "\n" + rules;
        if (Boolean.getBoolean("golden.update")) {
            Files.createDirectories(GOLDEN);
            Files.writeString(golden, text);
        }
        assertThat(text)
                .as("%s is stale: look at the difference, then run make golden", golden)
                .isEqualTo(Files.exists(golden) ? Files.readString(golden) : "");
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            textBlock =
                    """
                    --skip-inbound=80 | --uid='' is not a number: give the user that the proxy runs as
                    --uid=root | --uid='root' is not a number: give the user that the proxy runs as
                    --uid=2337;id | --uid='2337;id' is not a number: give the user that the proxy runs as
                    --uid=2337 --skip-inbound=http | 'http' is not a list of ports: write 80,443
                    --uid=2337 --skip-outbound=80;443 | '80;443' is not a list of ports: write 80,443
                    --uid=2337 --skip-outbound=-j | '-j' is not a list of ports: write 80,443
                    --uid=2337 --skip-inbound=65536 | 65536 is not a port: 1 to 65535
                    --uid=2337 --skip-inbound=0 | 0 is not a port: 1 to 65535
                    --uid=2337 --skip-outbound=080 | 080 is not a port: 1 to 65535
                    --uid=2337 --skip-outbound=123456 | 123456 is not a port: 1 to 65535
                    --uid=2337 --skip-outbound-cidr=10.0.0.1 | '10.0.0.1' is not a CIDR: write an address and a prefix length
                    --uid=2337 --skip-outbound-cidr=example.com/8 | 'example.com/8' is not a list of CIDRs: write 10.0.0.0/8,fd00::/8
                    --uid=2337 --skip-outbound-cidr=$(id)/8 | '$(id)/8' is not a list of CIDRs: write 10.0.0.0/8,fd00::/8
                    --uid=2337 --verbose | '--verbose' is not an option: --uid, --skip-inbound, --skip-outbound, --skip-outbound-cidr, --print
                    """)
    void refusesBadInputWithOneSentence(String options, String sentence) {
        Command refused = run(options + " --print");

        assertThat(refused.exit()).as("exit of tulle-init %s", options).isEqualTo(1);
        assertThat(refused.err()).isEqualTo("tulle-init: " + sentence);
        assertThat(refused.out()).as("rules for refused input").isEmpty();
    }

    private static Command run(String options) {
        return Command.run(InitScript.command(List.of(options.split(" ", -1))));
    }
}
