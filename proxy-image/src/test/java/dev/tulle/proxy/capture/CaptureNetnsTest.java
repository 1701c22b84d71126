package dev.tulle.proxy.capture;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/// Who reaches what behind the rules: stubs stand for the application, the proxy and another pod.
@Timeout(60)
class CaptureNetnsTest {

    @RegisterExtension static final CapturedPods PODS = new CapturedPods();

    /// Who dials (from which address of its own) what; which listener answers, what the kernel says
    /// the destination was, and whom the listener takes for the caller.
    private static final String ROWS =
            """
            other      | pod 8080       | 15006 pod/8080 other
            other      | pod 15020      | 15020 pod/15020 other
            other      | pod 9090       | 9090 pod/9090 other
            other      | pod 15000      | 15006 pod/15000 other
            other      | pod 15001      | 15006 pod/15001 other
            other      | pod 15006      | 15006 pod/15006 other
            app        | other 5555     | 15001 other/5555 pod
            app        | other 53       | 53 not-redirected pod
            app        | other 4444     | 4444 not-redirected pod
            app        | skipped 5555   | 5555 not-redirected pod
            app        | pod 8080       | 8080 pod/8080 pod
            app        | loopback 8080  | 8080 loopback/8080 loopback
            app        | loopback 7070  | 7070 loopback/7070 loopback
            app        | service 80     | 15001 service/80 pod
            proxy      | pod 8080       | 15006 pod/8080 pod
            proxy      | pod 9090       | 9090 pod/9090 pod
            proxy@special | pod 8080    | 8080 pod/8080 special
            proxy@special | pod 7070    | refused
            proxy      | other 5555     | 5555 not-redirected pod
            app@special | other 5555    | 15001 other/5555 special
            app        | loopback 15001 | 15001 loopback/15001 loopback
            app        | pod 15006      | 15006 pod/15006 pod
            """;

    static Stream<Arguments> everyRow() {
        return everyKindAndFamily()
                .flatMap(both ->
                        ROWS.lines()
                                .map(row -> row.split(" *\\| *", -1))
                                .map(row ->
                                        Arguments.of(
                                                both.get()[0],
                                                both.get()[1],
                                                row[0],
                                                row[1],
                                                row[2])));
    }

    static Stream<Arguments> everyKindAndFamily() {
        return Arrays.stream(IptablesKind.values())
                .flatMap(kind -> IpFamily.ALL.stream().map(family -> Arguments.of(kind, family)));
    }

    @ParameterizedTest(name = "{0} {1}: {2} to {3}")
    @MethodSource("everyRow")
    void sendsAConnectionWhereItBelongs(
            IptablesKind kind, IpFamily family, String from, String to, String expected) {
        String[] who = from.split("@", -1);
        String[] target = to.split(" ", -1);
        Party party = PODS.pod(kind).party(who[0]);
        String address = family.address(target[0]);
        int port = Integer.parseInt(target[1]);

        String answer =
                who.length == 1
                        ? party.dial(address, port)
                        : party.dialFrom(family.address(who[1]), address, port);

        assertThat(family.named(answer)).as("%s dials %s", from, to).isEqualTo(expected);
    }

    @ParameterizedTest(name = "{0} {1}")
    @MethodSource("everyKindAndFamily")
    void keepsACapturedConnectionThroughAStraySegment(IptablesKind kind, IpFamily family) {
        CapturedPod pod = PODS.pod(kind);
        String address = family.address("pod");

        String kept = pod.party("other").strayInto(address, 8080);
        pod.iptables(family.iptables() + " -t mangle -F TULLE_PRE");
        String lost = pod.party("other").strayInto(address, 8080);
        pod.init();
        String again = pod.party("other").strayInto(address, 8080);

        assertThat(List.of(kept, lost, again))
                .as("with the rule, without it, and after the script has run again")
                .containsExactly("alive", "reset", "alive");
    }

    @ParameterizedTest(name = "{0}")
    @EnumSource
    void changesNothingInASecondRun(IptablesKind kind) {
        CapturedPod pod = PODS.pod(kind);
        String before = rules(pod);

        String said = pod.init();

        assertThat(rules(pod)).isEqualTo(before);
        assertThat(said)
                .isEqualTo(
                        "tulle-init: capturing TCP of IPv4 and IPv6 by iptables-"
                                + kind
                                + "; proxy user 2337\n");
    }

    private static String rules(CapturedPod pod) {
        return (pod.iptables("iptables-save") + pod.iptables("ip6tables-save"))
                .lines()
                .filter(line -> line.startsWith("-A"))
                .reduce("", (all, line) -> all + line + "\n");
    }
}
