package dev.tulle.operator.push;

import dev.tulle.contract.xds.DeltaDiscoveryRequest;
import dev.tulle.contract.xds.Node;
import dev.tulle.operator.certificates.SpiffeId;
import dev.tulle.operator.compile.ResourceKey;
import dev.tulle.operator.compile.ResourceType;
import dev.tulle.operator.view.ClusterView;
import io.grpc.Status;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/// One stream from its first request to its end: who is there, what was asked, what was answered.
///
/// The next request is taken when the one before is done, so a client cannot fill a queue here.
final class Session {

    private static final int MOST_SUBSCRIPTIONS = 8_192;

    private final SpiffeId peer;
    private final Outlet outlet;
    private final Floor floor;
    private @Nullable DeltaDiscoveryRequest first;
    private long waitsSince;
    private @Nullable ProxyStream stream;
    private boolean over;

    Session(SpiffeId peer, Outlet outlet, Floor floor) {
        this.peer = peer;
        this.outlet = outlet;
        this.floor = floor;
    }

    /// What a session needs of the place where all sessions meet.
    interface Floor {

        ClusterView view();

        long now();

        /// The peer may speak for this pod: a stream that takes the place of any other of the pod.
        ProxyStream admit(Session session, PeerCheck.Admitted peer, Node node);

        void refused(PushObserver.End why);

        void sent(Outgoing response);

        void answered(Answer answer, Optional<ProxyStream.Refusal> worst);

        /// The session is over, whoever ended it.
        void over(Session session);
    }

    SpiffeId peer() {
        return peer;
    }

    Optional<ProxyStream> stream() {
        return Optional.ofNullable(stream);
    }

    boolean isWaiting() {
        return first != null && stream == null && !over;
    }

    long waitsSince() {
        return waitsSince;
    }

    void received(DeltaDiscoveryRequest request) {
        if (over) {
            return;
        }
        try {
            if (stream != null) {
                take(stream, request);
                next();
            } else if (first != null) {
                throw new NonsenseException("a second request came before the first was taken");
            } else {
                begin(request);
            }
        } catch (NonsenseException e) {
            end(PushObserver.End.NONSENSE, Status.INVALID_ARGUMENT.withDescription(e.sentence()));
        }
    }

    /// Looks again whether the pod is there, for a session that waits for it.
    void judge() {
        DeltaDiscoveryRequest request = first;
        if (request == null || !isWaiting()) {
            return;
        }
        switch (PeerCheck.of(peer, request.getNode().getId(), floor.view())) {
            case PeerCheck.Unknown() -> {}
            case PeerCheck.Denied(String sentence) ->
                    end(
                            PushObserver.End.DENIED,
                            Status.PERMISSION_DENIED.withDescription(sentence));
            case PeerCheck.Admitted admitted -> {
                stream = floor.admit(this, admitted, request.getNode());
                first = null;
                received(request.toBuilder().clearNode().build());
            }
        }
    }

    /// Sends what may be sent now.
    void flush() {
        ProxyStream to = stream;
        while (to != null && !over && outlet.isReady()) {
            Optional<Outgoing> next = to.next();
            if (next.isEmpty()) {
                return;
            }
            outlet.send(next.get());
            floor.sent(next.get());
        }
    }

    OptionalLong oldestUnanswered() {
        return stream == null ? OptionalLong.empty() : stream.oldestUnanswered();
    }

    /// Ends the stream from this side.
    void end(PushObserver.End why, Status status) {
        if (!over) {
            over = true;
            floor.refused(why);
            outlet.end(status);
            floor.over(this);
        }
    }

    /// The client said that it is done.
    void finish() {
        if (!over) {
            outlet.end(Status.OK);
            gone();
        }
    }

    /// The client or the network ended the stream.
    void gone() {
        if (!over) {
            over = true;
            floor.over(this);
        }
    }

    private void begin(DeltaDiscoveryRequest request) throws NonsenseException {
        if (request.getNode().getId().isEmpty()) {
            throw new NonsenseException(
                    "the first request has no node.id, expected the uid of the pod");
        }
        Wire.type(request);
        first = request;
        waitsSince = floor.now();
        judge();
    }

    private void next() {
        if (!over) {
            outlet.receiveNext();
        }
    }

    private void take(ProxyStream to, DeltaDiscoveryRequest request) throws NonsenseException {
        ResourceType type = Wire.type(request);
        if (request.hasNode() && !request.getNode().getId().equals(to.proxy().podUid())) {
            throw new NonsenseException(
                    "node.id changed from %s to %s on one stream"
                            .formatted(to.proxy().podUid(), request.getNode().getId()));
        }
        answer(to, request);
        if (!to.isOpen(type)) {
            to.open(type, request.getInitialResourceVersionsMap());
        }
        subscribe(to, type, request);
        flush();
    }

    private void answer(ProxyStream to, DeltaDiscoveryRequest request) throws NonsenseException {
        String nonce = request.getResponseNonce();
        if (nonce.isEmpty()) {
            return;
        }
        Optional<Answer> known;
        Optional<ProxyStream.Refusal> worst = Optional.empty();
        if (request.hasErrorDetail()) {
            Map<String, ProxyStream.Refusal> refusals = Wire.refusals(request);
            ProxyStream.Refusal first =
                    refusals.values().stream()
                            .findFirst()
                            .orElseGet(() -> Wire.unspecified(request));
            worst = Optional.of(first);
            known = refusals.isEmpty() ? to.nackedWhole(nonce, first) : to.nacked(nonce, refusals);
        } else {
            known = to.acked(nonce);
        }
        floor.answered(
                known.orElseThrow(() ->
                        new NonsenseException(
                                "response_nonce '%s' answers nothing that was sent"
                                        .formatted(nonce))),
                worst);
    }

    private void subscribe(ProxyStream to, ResourceType type, DeltaDiscoveryRequest request)
            throws NonsenseException {
        for (String name : request.getResourceNamesUnsubscribeList()) {
            to.unsubscribe(new ResourceName(type, name));
        }
        for (String name : request.getResourceNamesSubscribeList()) {
            if (name.equals("*")) {
                continue;
            }
            ResourceKey key =
                    ResourceKey.parse(type, name)
                            .orElseThrow(() -> new NonsenseException(noName(type, name)));
            if (type == ResourceType.WORKLOAD && !name.equals("pod/" + to.proxy().podUid())) {
                end(
                        PushObserver.End.DENIED,
                        Status.PERMISSION_DENIED.withDescription(
                                "%s may not read the Workload of another pod".formatted(peer)));
                return;
            }
            if (to.subscriptions() >= MOST_SUBSCRIPTIONS) {
                throw new NonsenseException(
                        "more than %d subscriptions on one stream".formatted(MOST_SUBSCRIPTIONS));
            }
            to.subscribe(key);
        }
    }

    private static String noName(ResourceType type, String name) {
        String shown = name.length() <= 128 ? name : name.substring(0, 128);
        return "'%s' is no name of a %s that can be subscribed".formatted(shown, type);
    }
}
