package dev.tulle.operator;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.extended.leaderelection.LeaderCallbacks;
import io.fabric8.kubernetes.client.extended.leaderelection.resourcelock.LeaderElectionRecord;
import io.fabric8.kubernetes.client.extended.leaderelection.resourcelock.LeaseLock;
import io.javaoperatorsdk.operator.api.config.LeaderElectionConfiguration;
import io.javaoperatorsdk.operator.api.config.LeaderElectionConfigurationBuilder;
import java.time.Duration;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// One leader among the replicas of role operator, by a Lease in the own namespace.
///
/// The identity is the pod's name and uid: the library's default is the host name, and two
/// processes on one host would both lead. Losing the lease ends the process, for nothing in it may
/// go on writing; the SDK's own exit is off, since it calls `System.exit` inside of its shutdown.
final class Leadership {

    private static final Logger LOG = LoggerFactory.getLogger(Leadership.class);
    static final String LEASE = "tulle-operator";
    private static final Duration LEASE_DURATION = Duration.ofSeconds(15);
    private static final Duration RENEW_DEADLINE = Duration.ofSeconds(10);
    private static final Duration RETRY_PERIOD = Duration.ofSeconds(2);

    /// The SDK means its switch for tests, where nobody may exit; we exit, but in order.
    private static final boolean EXIT_BY_SDK = false;

    private final OperatorSettings.Pod pod;
    private final InstantSource clock;
    private final Consumer<Standing> listener;
    private volatile boolean leading;
    private volatile boolean leaving;

    /// What has become of the lease.
    enum Standing {
        WON,
        LOST
    }

    /// @param listener is told when the lease is won, and when it is lost without being given up
    Leadership(OperatorSettings.Pod pod, InstantSource clock, Consumer<Standing> listener) {
        this.pod = pod;
        this.clock = clock;
        this.listener = listener;
    }

    LeaderElectionConfiguration configuration() {
        return LeaderElectionConfigurationBuilder.aLeaderElectionConfiguration(LEASE)
                .withLeaseNamespace(pod.namespace())
                .withIdentity(identity())
                .withLeaseDuration(LEASE_DURATION)
                .withRenewDeadline(RENEW_DEADLINE)
                .withRetryPeriod(RETRY_PERIOD)
                .withLeaderCallbacks(
                        new LeaderCallbacks(
                                this::won,
                                this::lost,
                                leader -> LOG.info("the leader is {}", leader)))
                .buildForTest(EXIT_BY_SDK);
    }

    boolean isLeading() {
        return leading;
    }

    /// From now on the end of leadership is our own will.
    void leave() {
        leaving = true;
    }

    /// Gives the lease up, so that another replica need not wait until it has run out: the SDK
    /// configures its elector not to.
    void release(KubernetesClient client) {
        LeaseLock lock = new LeaseLock(pod.namespace(), LEASE, identity());
        try {
            LeaderElectionRecord held = lock.get(client);
            if (held != null && identity().equals(held.getHolderIdentity())) {
                ZonedDateTime now = clock.instant().atZone(ZoneOffset.UTC);
                lock.update(
                        client,
                        new LeaderElectionRecord(
                                "", Duration.ofSeconds(1), now, now, held.getLeaderTransitions()));
                LOG.info("gave the lease {}/{} up", pod.namespace(), LEASE);
            }
        } catch (KubernetesClientException e) {
            LOG.warn("cannot give the lease up, it runs out by itself: {}", e.getMessage());
        }
    }

    private String identity() {
        return pod.name() + '_' + pod.uid();
    }

    private void won() {
        leading = true;
        listener.accept(Standing.WON);
    }

    private void lost() {
        leading = false;
        if (!leaving) {
            LOG.error("the lease {}/{} is lost, ending", pod.namespace(), LEASE);
            listener.accept(Standing.LOST);
        }
    }
}
