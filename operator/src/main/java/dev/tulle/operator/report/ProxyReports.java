package dev.tulle.operator.report;

import dev.tulle.contract.v1.BackendTraffic;
import dev.tulle.contract.v1.IdentityFacts;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;

/// What connected proxies said about themselves and about their traffic. Used by one thread.
public final class ProxyReports {

    private final LongSupplier epochSeconds;
    private final RequestWindow window = new RequestWindow();
    private final Map<String, Roster.Proxy> proxies = new HashMap<>();
    private long rosterChanges;

    /// Nothing is known yet.
    ///
    /// @param epochSeconds our clock, to compare with the proxies'
    public ProxyReports(LongSupplier epochSeconds) {
        this.epochSeconds = epochSeconds;
    }

    /// A proxy has a stream.
    public void connected(String podUid, String version) {
        proxies.put(podUid, new Roster.Proxy(podUid, version, "", "", 0));
        rosterChanges++;
    }

    public void disconnected(String podUid) {
        if (proxies.remove(podUid) != null) {
            rosterChanges++;
        }
    }

    /// Takes a report of a proxy that has a stream; of any other there is nothing to say.
    public void received(dev.tulle.contract.v1.Report report, long nowNanos) {
        Roster.Proxy known = proxies.get(report.getPodUid());
        if (known == null) {
            return;
        }
        for (BackendTraffic traffic : report.getBackendsList()) {
            window.add(
                    new RequestWindow.Route(
                            traffic.getDestination(), traffic.getBackend(), traffic.getRule()),
                    traffic.getRequests(),
                    nowNanos);
        }
        if (report.hasIdentity()) {
            Roster.Proxy now = withIdentity(known, report.getIdentity(), epochSeconds.getAsLong());
            if (!now.equals(known)) {
                proxies.put(known.podUid(), now);
                rosterChanges++;
            }
        }
    }

    Map<RequestWindow.Route, Long> sums(long nowNanos) {
        return window.sums(nowNanos);
    }

    List<Roster.Proxy> proxies() {
        return new ArrayList<>(proxies.values());
    }

    /// Grows with every change of what a roster says.
    long rosterChanges() {
        return rosterChanges;
    }

    private static Roster.Proxy withIdentity(
            Roster.Proxy proxy, IdentityFacts facts, long epochSeconds) {
        long offset = facts.getClockSeconds() == 0 ? 0 : facts.getClockSeconds() - epochSeconds;
        return new Roster.Proxy(
                proxy.podUid(),
                proxy.version(),
                facts.getLeafIssuer(),
                HexFormat.of().formatHex(facts.getBundleSha256().toByteArray()),
                Math.abs(offset - proxy.clockOffsetSeconds()) > 2
                        ? offset
                        : proxy.clockOffsetSeconds());
    }
}
