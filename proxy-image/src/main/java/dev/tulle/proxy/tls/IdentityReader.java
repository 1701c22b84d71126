package dev.tulle.proxy.tls;

import dev.tulle.proxy.tls.TlsObserver.Reload;
import io.netty.util.concurrent.EventExecutor;
import io.netty.util.concurrent.ScheduledFuture;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.cert.CertificateException;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;

/// Takes up new identity files. What is bad is reported once and the identity in use stays; what is
/// not valid yet is taken as soon as it is. Used on the control loop only.
public final class IdentityReader {
    private static final Logger LOG = Logger.getLogger("dev.tulle.proxy.tls");
    private static final long POLL_SECONDS = 5;

    private final IdentityDirectory directory;
    private final SpiffeId own;
    private final MeshTls tls;
    private final TlsObserver observer;
    private @Nullable String settled;
    private @Nullable String reported;
    private @Nullable String problem;

    /// `own` is the id that the pod must have, by the names that the kubelet gave it.
    public IdentityReader(Path directory, String own, MeshTls tls, TlsObserver observer) {
        this.directory = new IdentityDirectory(directory);
        this.own = SpiffeId.parse(own);
        this.tls = tls;
        this.observer = observer;
    }

    /// Reads at once and then every 5 s.
    public ScheduledFuture<?> start(EventExecutor control) {
        return control.scheduleWithFixedDelay(this::poll, 0, POLL_SECONDS, TimeUnit.SECONDS);
    }

    /// Why the last files that were looked at are not in use, for a start that cannot go on
    /// without.
    public Optional<String> problem() {
        return Optional.ofNullable(problem);
    }

    /// Looks whether the files were swapped, and takes them up when they are good.
    public void poll() {
        String version = "";
        try {
            version = directory.version();
            if (version.equals(settled)) {
                return;
            }
            IdentityMaterial material = directory.read();
            check(material);
            tls.use(material);
            settled = version;
            problem = null;
            reported = null;
            observer.reloaded(Reload.TAKEN);
        } catch (PeerRefused e) {
            boolean later = e.failure() == HandshakeFailure.NOT_YET_VALID;
            report(version, later ? Reload.NOT_YET_VALID : Reload.REFUSED, e);
        } catch (IOException | CertificateException e) {
            report(version, Reload.REFUSED, e);
        }
    }

    private void check(IdentityMaterial material) throws PeerRefused {
        if (!material.id().equals(own)) {
            throw new PeerRefused(
                    HandshakeFailure.SPIFFE_ID,
                    "identity files are of " + material.id() + ": expected " + own);
        }
        tls.check(material);
    }

    private void report(String version, Reload result, Exception error) {
        problem =
                error instanceof NoSuchFileException
                        ? "there is no file " + error.getMessage()
                        : String.valueOf(error.getMessage());
        String sentence = version + ": " + problem;
        if (sentence.equals(reported)) {
            return;
        }
        reported = sentence;
        observer.reloaded(result);
        LOG.log(
                Level.WARNING,
                "identity files are not taken up, the identity in use stays",
                new Object[] {
                    Map.entry("result", result), Map.entry("error", String.valueOf(error))
                });
    }
}
