package dev.tulle.proxy.discovery;

import dev.tulle.contract.xds.DeltaDiscoveryResponse;
import io.netty.channel.EventLoop;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/// Keeps one link to some replica of discovery: a link that ends is replaced by another, after a
/// delay that grows while nothing answers. Everything happens on the control loop.
final class Uplink {
    private static final Logger LOG = Logger.getLogger("dev.tulle.proxy.discovery");
    private static final Duration OPEN_DEADLINE = Duration.ofSeconds(10);

    private final DiscoverySettings settings;
    private final Resolver resolver;
    private final Link.Dialer dialer;
    private final EventLoop control;
    private final Listener listener;
    private final Addresses addresses;
    private final ReconnectDelay delay;
    private @Nullable Attempt current;
    private boolean stopped;

    /// What the owner of the uplink hears.
    interface Listener {
        void opened(Link link);

        void received(DeltaDiscoveryResponse response);

        void reportTaken();

        /// A link that had opened is over.
        void lost();
    }

    Uplink(
            DiscoverySettings settings,
            Resolver resolver,
            Link.Dialer dialer,
            EventLoop control,
            RandomGenerator random,
            Listener listener) {
        this.settings = settings;
        this.resolver = resolver;
        this.dialer = dialer;
        this.control = control;
        this.listener = listener;
        this.addresses = new Addresses(random);
        this.delay = new ReconnectDelay(random);
    }

    void connect() {
        if (stopped) {
            return;
        }
        resolver.resolve(settings.host(), settings.port())
                .whenCompleteAsync(
                        (found, error) -> {
                            if (error == null) {
                                dial(found);
                            } else {
                                String why = String.valueOf(error.getMessage());
                                again("cannot find discovery", why);
                            }
                        },
                        control);
    }

    void stop() {
        stopped = true;
        if (current != null) {
            current.abandon();
        }
    }

    private void dial(List<InetSocketAddress> found) {
        if (stopped) {
            return;
        }
        Attempt attempt = new Attempt(addresses.choose(found));
        current = attempt;
        try {
            attempt.start();
        } catch (IllegalStateException e) {
            again("cannot dial discovery", String.valueOf(e.getMessage()));
        }
    }

    private void again(String event, String why) {
        Duration wait = delay.next();
        LOG.log(
                Level.WARNING,
                event,
                new Object[] {
                    Map.entry("address", settings.authority()),
                    Map.entry("why", why),
                    Map.entry("retryMillis", wait.toMillis())
                });
        control.schedule(this::connect, wait.toNanos(), TimeUnit.NANOSECONDS);
    }

    /// One link, from the dial to its end.
    private final class Attempt implements Link.Listener {
        private final InetSocketAddress address;
        private @Nullable Link link;
        private boolean opened;
        private boolean over;

        private Attempt(InetSocketAddress address) {
            this.address = address;
        }

        private void start() {
            link = dialer.dial(address, this);
            control.schedule(this::expire, OPEN_DEADLINE.toNanos(), TimeUnit.NANOSECONDS);
        }

        private void expire() {
            if (!opened && !over) {
                abandon();
                closed("no connection within " + OPEN_DEADLINE.toSeconds() + " s");
            }
        }

        private void abandon() {
            if (link != null) {
                link.close();
            }
        }

        @Override
        public void opened() {
            opened = true;
            LOG.log(
                    Level.INFO,
                    "connected to discovery",
                    new Object[] {Map.entry("address", address.toString())});
            if (link != null) {
                listener.opened(link);
            }
        }

        @Override
        public void received(DeltaDiscoveryResponse response) {
            delay.reset();
            listener.received(response);
        }

        @Override
        public void reportTaken() {
            delay.reset();
            listener.reportTaken();
        }

        @Override
        public void closed(String why) {
            if (over) {
                return;
            }
            over = true;
            if (opened) {
                listener.lost();
            }
            if (!stopped) {
                again(opened ? "lost discovery" : "cannot reach discovery", why);
            }
        }
    }
}
