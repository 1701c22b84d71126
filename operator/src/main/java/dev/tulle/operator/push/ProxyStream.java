package dev.tulle.operator.push;

import dev.tulle.contract.v1.RejectionReason;
import dev.tulle.operator.compile.Compiled;
import dev.tulle.operator.compile.ResourceKey;
import dev.tulle.operator.compile.ResourceType;
import dev.tulle.operator.report.AckTable;
import dev.tulle.operator.report.ProxyRef;
import dev.tulle.operator.report.Standing;
import java.time.Duration;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.LongSupplier;

/// What one proxy is to have and has: its subscriptions, the closure of what they refer to, and the
/// answers to what it was sent. It decides what is sent next; it sends nothing itself.
///
/// Used by one thread.
final class ProxyStream {

    /// What left the closure is withdrawn only after a while: a rollback brings it back at once.
    static final long GRACE = Duration.ofSeconds(10).toNanos();

    private final ProxyRef proxy;
    private final Library library;
    private final AckTable acks;
    private final LongSupplier nanos;
    private final Runnable stirred;
    private final Map<ResourceName, Row> rows = new HashMap<>();
    private final Set<ResourceName> subscribed = new HashSet<>();
    private final Set<ResourceName> unknownReferences = new HashSet<>();
    private final Set<ResourceName> unresolved = new HashSet<>();
    private final ReferenceCounts referredTo = new ReferenceCounts();
    private final SendWindow window = new SendWindow();
    private final Schedule schedule;

    /// @param stirred is called when there may be something to send
    ProxyStream(
            ProxyRef proxy, Library library, AckTable acks, LongSupplier nanos, Runnable stirred) {
        this.proxy = proxy;
        this.library = library;
        this.acks = acks;
        this.nanos = nanos;
        this.stirred = stirred;
        this.schedule = new Schedule(rows, window, this::mayWithdraw, nanos);
    }

    ProxyRef proxy() {
        return proxy;
    }

    /// The first request of a type: from now on the type is sent.
    ///
    /// @param versions what the client still holds of it from an earlier stream, by name
    void open(ResourceType type, Map<String, String> versions) {
        schedule.open(type);
        versions.forEach((name, version) -> adopt(new ResourceName(type, name), version));
    }

    boolean isOpen(ResourceType type) {
        return schedule.isOpen(type);
    }

    void subscribe(ResourceKey key) {
        if (subscribed.add(ResourceName.of(key))) {
            want(key);
        }
    }

    /// The client drops the resource by itself.
    void unsubscribe(ResourceName name) {
        Row row = rows.get(name);
        if (!subscribed.remove(name) || row == null) {
            return;
        }
        unwant(name);
        if (!row.isWanted()) {
            row.takeOnItsWay().ifPresent(sent -> referredTo.remove(Row.names(sent.references())));
            referredTo.remove(row.hold("", Set.of()));
            forget(row);
        }
    }

    int subscriptions() {
        return subscribed.size();
    }

    /// There is another version of a resource, or a version is held back.
    void offered(ResourceName name, Offer offer, ChangeClass changeClass) {
        Row row = rows.get(name);
        if (row == null || !row.isWanted()) {
            return;
        }
        take(row, offer);
        if (changeClass == ChangeClass.URGENT && name.type() == ResourceType.ENDPOINTS) {
            schedule.hurry(name);
        }
        stirred.run();
    }

    /// The client applied a whole response; empty when no such response waits for an answer.
    Optional<Answer> acked(String nonce) {
        return answered(nonce, Map.of());
    }

    /// The client refused some resources of a response, and applied the others.
    Optional<Answer> nacked(String nonce, Map<String, Refusal> refusals) {
        return answered(nonce, refusals);
    }

    /// The client refused a whole response without saying what it means.
    Optional<Answer> nackedWhole(String nonce, Refusal refusal) {
        Map<String, Refusal> all = new HashMap<>();
        window.peek(nonce)
                .ifPresent(response ->
                        response.resources().forEach(each -> all.put(each.key().name(), refusal)));
        return answered(nonce, all);
    }

    /// The response to send now, if any; it counts as sent.
    Optional<Outgoing> next() {
        Optional<Outgoing> next = schedule.next();
        next.ifPresent(this::sent);
        return next;
    }

    OptionalLong oldestUnanswered() {
        return window.oldest();
    }

    int pending() {
        return schedule.size();
    }

    /// The stream is over. What the proxy holds stays counted until the table is told otherwise.
    void close() {
        rows.values().stream()
                .filter(Row::isWanted)
                .forEach(row -> library.leave(row.name(), this));
        rows.clear();
    }

    private void want(ResourceKey key) {
        ResourceName name = ResourceName.of(key);
        Row row = rows.computeIfAbsent(name, Row::new);
        boolean wasWanted = row.isWanted();
        row.want(key);
        if (!wasWanted) {
            schedule.stay(name);
            take(row, library.join(key, this));
        }
    }

    private void unwant(ResourceName name) {
        Row row = rows.get(name);
        if (row == null) {
            return;
        }
        row.unwant();
        if (row.isWanted()) {
            return;
        }
        library.leave(name, this);
        Offer former = row.offer();
        row.offered(new Offer.Absent());
        count(row);
        row.leaveAt(nanos.getAsLong() + GRACE);
        former.references().forEach(reference -> unwant(ResourceName.of(reference)));
        if (row.isHeld() || row.isOnItsWay()) {
            schedule.leave(name);
        } else {
            forget(row);
        }
    }

    /// New references are wanted before old ones are let go, so what both name stays.
    private void take(Row row, Offer offer) {
        Set<ResourceKey> before = row.offer().references();
        row.offered(offer);
        Set<ResourceKey> after = offer.references();
        after.stream().filter(key -> !before.contains(key)).forEach(this::want);
        before.stream()
                .filter(key -> !after.contains(key))
                .forEach(key -> unwant(ResourceName.of(key)));
        recognise(row);
        count(row);
        schedule.look(row.name());
    }

    private void adopt(ResourceName name, String version) {
        Row row = rows.computeIfAbsent(name, Row::new);
        if (row.isHeld() || row.isOnItsWay()) {
            return;
        }
        row.heldFromBefore(version);
        unknownReferences.add(name);
        recognise(row);
        count(row);
        if (!row.isWanted()) {
            row.leaveAt(nanos.getAsLong() + GRACE);
            schedule.leave(name);
        }
    }

    /// What is held from before and equals what the client is to have counts as acknowledged.
    private void recognise(Row row) {
        if (row.isHeldFromBefore() && row.isCurrent()) {
            row.offer().newest().ifPresent(newest -> hold(row, newest));
        }
    }

    private void hold(Row row, Compiled version) {
        Set<ResourceName> references = Row.names(version.references());
        referredTo.add(references);
        referredTo.remove(row.hold(version.version(), references));
        unknownReferences.remove(row.name());
        library.accepted(row.name(), version);
        retryUnresolved();
    }

    /// A refusal for want of a reference says nothing about the version once more has arrived.
    private void retryUnresolved() {
        for (ResourceName name : unresolved) {
            Row row = rows.get(name);
            if (row != null) {
                row.forgetRefusal();
                count(row);
                schedule.look(name);
            }
        }
        unresolved.clear();
    }

    private void sent(Outgoing outgoing) {
        window.sent(outgoing, nanos.getAsLong());
        outgoing.resources().forEach(version -> referredTo.add(Row.names(version.references())));
    }

    private Optional<Answer> answered(String nonce, Map<String, Refusal> refusals) {
        Optional<Answer> answer = window.answered(nonce, nanos.getAsLong());
        answer.ifPresent(known -> answered(known.response(), refusals));
        return answer;
    }

    private void answered(Outgoing response, Map<String, Refusal> refusals) {
        for (Compiled version : response.resources()) {
            answered(version, Optional.ofNullable(refusals.get(version.key().name())));
        }
        for (String name : response.withdrawn()) {
            withdrawn(new ResourceName(response.type(), name));
        }
    }

    private void answered(Compiled version, Optional<Refusal> refusal) {
        ResourceName name = ResourceName.of(version.key());
        Row row = rows.get(name);
        if (row == null || row.takeOnItsWay().isEmpty()) {
            return;
        }
        if (refusal.isPresent()) {
            row.refuse(version.version(), refusal.get().standing());
            if (refusal.get().reason() == RejectionReason.UNRESOLVED_REFERENCE) {
                unresolved.add(name);
            }
            library.refused(name, version, proxy.podUid(), refusal.get().reason());
        } else {
            hold(row, version);
        }
        referredTo.remove(Row.names(version.references()));
        count(row);
        schedule.look(name);
    }

    private void withdrawn(ResourceName name) {
        Row row = rows.get(name);
        if (row == null || !row.isWithdrawing()) {
            return;
        }
        referredTo.remove(row.withdrawn());
        unknownReferences.remove(name);
        if (row.isWanted()) {
            schedule.look(name);
        } else {
            forget(row);
        }
    }

    private void forget(Row row) {
        rows.remove(row.name());
        unknownReferences.remove(row.name());
        schedule.forget(row.name());
    }

    /// Nothing is withdrawn to which the client may still refer.
    private boolean mayWithdraw(ResourceName name) {
        return !referredTo.contains(name)
                && unknownReferences.stream().noneMatch(holder -> mayRefer(holder, name));
    }

    private static boolean mayRefer(ResourceName holder, ResourceName name) {
        return switch (holder.type()) {
            case WORKLOAD ->
                    name.type() == ResourceType.INBOUND || name.type() == ResourceType.TRUST_BUNDLE;
            case DESTINATION ->
                    name.type() == ResourceType.BACKEND || name.type() == ResourceType.ROUTES;
            case ROUTES -> name.type() == ResourceType.BACKEND;
            case BACKEND -> name.type() == ResourceType.ENDPOINTS;
            case TRUST_BUNDLE, ENDPOINTS, INBOUND -> false;
        };
    }

    private void count(Row row) {
        var claim = row.presentClaim();
        acks.move(proxy, row.takeClaim(claim), claim);
    }

    /// A proxy's refusal of one resource.
    record Refusal(RejectionReason reason, String sentence) {

        Standing.Rejected standing() {
            return new Standing.Rejected(reason.name(), sentence);
        }
    }

    PushFacts.StreamFacts facts(String peer) {
        return new PushFacts.StreamFacts(
                proxy.pod(),
                proxy.podUid(),
                peer,
                window.size(),
                schedule.size(),
                rows.values().stream()
                        .map(Row::facts)
                        .sorted(
                                Comparator.comparing(PushFacts.RowFacts::type)
                                        .thenComparing(PushFacts.RowFacts::name))
                        .toList());
    }
}
