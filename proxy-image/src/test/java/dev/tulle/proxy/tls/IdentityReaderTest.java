package dev.tulle.proxy.tls;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tulle.proxy.tls.TlsObserver.Direction;
import dev.tulle.proxy.tls.TlsObserver.Reload;
import io.netty.util.concurrent.Ticker;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class IdentityReaderTest {
    private static final String WEB = "spiffe://cluster.local/ns/shop/sa/web";
    private static final Instant START = Instant.parse("2027-01-01T12:00:00Z");

    private final TestAuthority authority = TestAuthority.of("cluster.local", START);
    private final MovableClock clock = new MovableClock();
    private final List<Reload> reloads = new ArrayList<>();
    private final Observer observer = new Observer(reloads);
    private final MeshTls tls = new MeshTls(clock, Ticker.systemTicker(), Runnable::run, observer);

    @TempDir private Path directory;
    private IdentityReader reader;

    private static final class MovableClock extends Clock {
        private Instant now = START;

        @Override
        public Instant instant() {
            return now;
        }

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            throw new UnsupportedOperationException("only UTC is used");
        }
    }

    private record Observer(List<Reload> reloads) implements TlsObserver {
        @Override
        public void handshake(Direction direction, long nanos) {}

        @Override
        public void failed(Direction direction, HandshakeFailure reason) {}

        @Override
        public void reloaded(Reload result) {
            reloads.add(result);
        }
    }

    @BeforeEach
    void makeReader() {
        reader = new IdentityReader(directory, WEB, tls, observer);
    }

    @AfterEach
    void close() {
        tls.close();
    }

    private TestAuthority.Leaf write() {
        TestAuthority.Leaf leaf = authority.leaf(WEB);
        TestAuthority.write(directory, leaf, authority.roots(1));
        return leaf;
    }

    private String serialInUse() {
        return tls.inUse().map(IdentityMaterial::serial).orElse("none");
    }

    private static String serial(TestAuthority.Leaf leaf) {
        return leaf.chain().getFirst().getSerialNumber().toString(16);
    }

    @Test
    void takesUpEveryOneOfThreeSwaps() {
        for (int i = 0; i < 3; i++) {
            TestAuthority.Leaf leaf = write();

            reader.poll();

            assertThat(serialInUse()).as("after swap %d", i + 1).isEqualTo(serial(leaf));
        }
        assertThat(reloads).containsExactly(Reload.TAKEN, Reload.TAKEN, Reload.TAKEN);
    }

    @Test
    void readsOncePerSwap() throws IOException {
        write();
        reader.poll();
        Path files = directory.resolve(Files.readSymbolicLink(directory.resolve("..data")));
        Files.writeString(files.resolve("tls.crt"), "no certificate");

        reader.poll();

        assertThat(reloads).containsExactly(Reload.TAKEN);
    }

    @Test
    void keepsTheOldIdentityWhenTheKeyDoesNotFit() {
        TestAuthority.Leaf good = write();
        reader.poll();
        TestAuthority.Leaf bad =
                new TestAuthority.Leaf(authority.leaf(WEB).chain(), authority.leaf(WEB).key());
        TestAuthority.write(directory, bad, authority.roots(1));

        reader.poll();
        reader.poll();

        assertThat(serialInUse()).isEqualTo(serial(good));
        assertThat(reloads).as("reported once").containsExactly(Reload.TAKEN, Reload.REFUSED);
    }

    @Test
    void refusesTheIdentityOfAnotherAccount() {
        TestAuthority.Leaf leaf = authority.leaf("spiffe://cluster.local/ns/shop/sa/db");
        TestAuthority.write(directory, leaf, authority.roots(1));

        reader.poll();

        assertThat(serialInUse()).isEqualTo("none");
        assertThat(reloads).containsExactly(Reload.REFUSED);
    }

    @Test
    void refusesAChainThatItsBundleDoesNotVouchFor() {
        TestAuthority other = TestAuthority.of("cluster.local", START);
        TestAuthority.write(directory, authority.leaf(WEB), other.roots(1));

        reader.poll();

        assertThat(reloads).containsExactly(Reload.REFUSED);
    }

    @Test
    void refusesABundleThatIdentityJsonDoesNotDescribe() throws IOException {
        write();
        Path files = directory.resolve(Files.readSymbolicLink(directory.resolve("..data")));
        Files.writeString(
                files.resolve("identity.json"), "{\"bundleSequence\":1,\"bundleSha256\":\"00\"}");

        reader.poll();

        assertThat(reloads).containsExactly(Reload.REFUSED);
    }

    @Test
    void waitsUntilALeafIsValid() {
        TestAuthority.Leaf old = write();
        reader.poll();
        TestAuthority.Leaf next =
                authority.leaf(WEB, START.plus(Duration.ofMinutes(15)), Duration.ofHours(1));
        TestAuthority.write(directory, next, authority.roots(1));

        reader.poll();
        assertThat(serialInUse()).as("ten minutes before NotBefore").isEqualTo(serial(old));

        clock.now = START.plus(Duration.ofMinutes(11));
        reader.poll();
        assertThat(serialInUse()).as("after NotBefore").isEqualTo(serial(next));
        assertThat(reloads).containsExactly(Reload.TAKEN, Reload.NOT_YET_VALID, Reload.TAKEN);
    }

    @Test
    void takesUpGoodFilesAfterBadOnes() throws IOException {
        Files.createDirectory(directory.resolve("..empty"));
        Files.createSymbolicLink(directory.resolve("..data"), Path.of("..empty"));
        reader.poll();

        TestAuthority.Leaf leaf = write();
        reader.poll();

        assertThat(serialInUse()).isEqualTo(serial(leaf));
        assertThat(reloads).containsExactly(Reload.REFUSED, Reload.TAKEN);
    }

    @Test
    void readsPemWithOtherLineEndsTextAndNoLastNewline() throws IOException {
        TestAuthority.Leaf leaf = write();
        Path files = directory.resolve(Files.readSymbolicLink(directory.resolve("..data")));
        for (String name : List.of("tls.crt", "ca.crt", "tls.key")) {
            String pem = Files.readString(files.resolve(name));
            Files.writeString(
                    files.resolve(name), "subject=/CN=x\r\n" + pem.strip().replace("\n", "\r\n"));
        }

        reader.poll();

        assertThat(serialInUse()).isEqualTo(serial(leaf));
    }

    @Test
    void showsNoKey() {
        TestAuthority.Leaf leaf = write();
        reader.poll();
        String key = Base64.getEncoder().encodeToString(leaf.key().getEncoded());

        String shown = tls.inUse().orElseThrow().toString();

        assertThat(shown).contains("[redacted]").doesNotContain(key.substring(10, 40));
    }
}
