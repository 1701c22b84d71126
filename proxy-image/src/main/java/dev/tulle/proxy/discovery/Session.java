package dev.tulle.proxy.discovery;

import com.google.protobuf.ByteString;
import dev.tulle.contract.xds.DeltaDiscoveryResponse;
import dev.tulle.contract.xds.Node;
import dev.tulle.contract.xds.Resource;
import dev.tulle.proxy.runtime.ConfigObserver;
import io.netty.util.concurrent.Ticker;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.logging.Level;
import java.util.logging.Logger;

/// The protocol on one stream. For each response:
///
/// 1. every resource is decoded and judged on its own;
/// 2. what waited for a reference is looked at again;
/// 3. the configuration that follows is handed to the loops;
/// 4. the response is answered when every loop has swapped: good resources are in force then, and
///    each bad one keeps its last accepted version.
final class Session {
    private static final Logger LOG = Logger.getLogger("dev.tulle.proxy.discovery");

    private final Holdings holdings;
    private final ApplyQueue queue;
    private final ConfigObserver observer;
    private final Ticker ticker;
    private final RequestSink requests;
    private final Map<ResourceKey, Receipt> waiting = new HashMap<>();
    private boolean open = true;

    Session(
            Holdings holdings,
            ApplyQueue queue,
            ConfigObserver observer,
            Ticker ticker,
            RequestSink requests) {
        this.holdings = holdings;
        this.queue = queue;
        this.observer = observer;
        this.ticker = ticker;
        this.requests = requests;
    }

    /// Opens every type; the closure types first, so that discovery may send what the named ones
    /// need.
    void start(Node node, String workload, Collection<String> destinations) {
        boolean first = true;
        for (ResourceType type : ResourceType.values()) {
            List<String> names =
                    switch (type) {
                        case WORKLOAD -> List.of(workload);
                        case DESTINATION -> List.copyOf(destinations);
                        case TRUST_BUNDLE, ENDPOINTS, BACKEND, ROUTES, INBOUND -> List.of();
                    };
            var request = Requests.first(type, names, holdings.versions(type));
            if (first) {
                request.setNode(node);
                first = false;
            }
            requests.send(request.build());
        }
    }

    void change(Collection<String> wanted, Collection<String> unwanted) {
        requests.send(Requests.change(ResourceType.DESTINATION, wanted, unwanted));
    }

    /// Answers of this stream are not sent any more; what it brought stays.
    void close() {
        open = false;
        waiting.clear();
    }

    void received(DeltaDiscoveryResponse response) {
        Receipt receipt = new Receipt(response.getTypeUrl(), response.getNonce());
        Optional<ResourceType> type = ResourceType.of(response.getTypeUrl());
        if (type.isEmpty()) {
            LOG.log(
                    Level.WARNING,
                    "discovery sent a type that was not asked for",
                    new Object[] {Map.entry("type", response.getTypeUrl())});
            requests.send(Requests.unknownType(response.getTypeUrl(), response.getNonce()));
            return;
        }
        Step step = new Step();
        for (Resource resource : response.getResourcesList()) {
            ResourceKey key = new ResourceKey(type.get(), resource.getName());
            ByteString bytes = resource.getResource().getValue();
            supersede(key, step);
            step.take(
                    receipt, holdings.accept(key, resource.getVersion(), bytes, ticker.nanoTime()));
        }
        for (String name : response.getRemovedResourcesList()) {
            ResourceKey key = new ResourceKey(type.get(), name);
            supersede(key, step);
            holdings.withdraw(key);
        }
        step.touched.add(receipt);
        finish(step);
    }

    /// Looks at what waits; called a few times per second.
    void tick() {
        if (holdings.anyWaits()) {
            finish(new Step());
        }
    }

    /// A newer word on a resource ends the wait for the older one.
    private void supersede(ResourceKey key, Step step) {
        Receipt before = waiting.remove(key);
        if (before != null) {
            before.settled(key);
            step.touched.add(before);
        }
    }

    private void finish(Step step) {
        for (Outcome outcome : holdings.settle(ticker.nanoTime())) {
            Receipt receipt = waiting.remove(outcome.key());
            step.take(receipt == null ? step.nobody : receipt, outcome);
        }
        holdings.sweep();
        List<Receipt> complete = step.touched.stream().filter(Receipt::handOver).toList();
        if (!complete.isEmpty() || !step.undo.isEmpty()) {
            queue.submit(new Answers(complete, step));
        }
    }

    private void answer(Receipt receipt) {
        for (Outcome.Refused refused : receipt.refusals()) {
            observer.rejected(refused.key().type().label());
            LOG.log(Level.WARNING, "configuration refused", fields(refused));
        }
        receipt.acceptedKeys().forEach(key -> observer.applied(key.type().label()));
        if (open) {
            requests.send(Requests.answer(receipt.typeUrl(), receipt.nonce(), receipt.refusals()));
        }
    }

    private static Object[] fields(Outcome.Refused refused) {
        return new Object[] {
            Map.entry("resource", refused.key().toString()),
            Map.entry("version", refused.version()),
            Map.entry("reason", refused.refusal().reason().name()),
            Map.entry("field", refused.refusal().field()),
            Map.entry("sentence", refused.refusal().sentence())
        };
    }

    /// What one response or tick changed.
    private final class Step {
        private final Receipt nobody = new Receipt("", "");
        private final List<Receipt> touched = new ArrayList<>();
        private final List<Runnable> undo = new ArrayList<>();

        private void take(Receipt receipt, Outcome outcome) {
            switch (outcome) {
                case Outcome.Accepted accepted -> {
                    receipt.accepted(accepted.key());
                    undo.add(accepted.undo());
                }
                case Outcome.Waits waits -> {
                    receipt.waits(waits.key());
                    waiting.put(waits.key(), receipt);
                }
                case Outcome.KeptOut keptOut -> observer.stale(keptOut.key().type().label());
                case Outcome.Refused refused -> receipt.refused(refused);
            }
            if (receipt != nobody) {
                touched.add(receipt);
            }
        }
    }

    /// Answers that wait for one configuration to be in force.
    private final class Answers implements ApplyQueue.Batch {
        private final List<Receipt> receipts;
        private final Step step;

        private Answers(List<Receipt> receipts, Step step) {
            this.receipts = receipts;
            this.step = step;
        }

        @Override
        public void applied() {
            receipts.forEach(Session.this::answer);
        }

        @Override
        public void failed(String sentence) {
            step.undo.reversed().forEach(Runnable::run);
            receipts.forEach(receipt -> receipt.failed(sentence));
            receipts.forEach(Session.this::answer);
        }
    }
}
