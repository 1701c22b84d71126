package dev.tulle.operator.push;

import dev.tulle.operator.compile.Compiled;
import dev.tulle.operator.compile.ResourceKey;
import dev.tulle.operator.report.Claim;
import dev.tulle.operator.report.SourceGeneration;
import dev.tulle.operator.report.Standing;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// One resource on one stream: what the client is to have of it, has, was sent and refused.
///
/// At most one version is on its way at any time; what changes meanwhile waits for the answer.
final class Row {

    private final ResourceName name;
    private int wantedBy;
    private @Nullable ResourceKey key;
    private Offer offer = new Offer.Absent();
    private Claim claim = Claim.NONE;
    private String held = "";
    private Set<ResourceName> heldReferences = Set.of();
    private boolean heldFromBefore;
    private @Nullable Compiled onItsWay;
    private boolean withdrawing;
    private boolean toldAbsent;
    private String refused = "";
    private Standing.Rejected refusal = new Standing.Rejected("", "");
    private long leavesAt;

    Row(ResourceName name) {
        this.name = name;
    }

    ResourceName name() {
        return name;
    }

    Offer offer() {
        return offer;
    }

    @Nullable ResourceKey key() {
        return key;
    }

    void want(ResourceKey wantedKey) {
        wantedBy++;
        key = wantedKey;
    }

    void unwant() {
        wantedBy--;
    }

    boolean isWanted() {
        return wantedBy > 0;
    }

    void offered(Offer newOffer) {
        offer = newOffer;
        if (newOffer.newest().isPresent()) {
            toldAbsent = false;
        }
    }

    /// The client says that it holds a version from an earlier stream; what that version refers to
    /// is not known.
    void heldFromBefore(String version) {
        held = version;
        heldFromBefore = true;
    }

    /// Whether the client holds a version whose references are not known.
    boolean isHeldFromBefore() {
        return heldFromBefore;
    }

    boolean isHeld() {
        return !held.isEmpty();
    }

    /// Whether the client holds the newest version.
    boolean isCurrent() {
        return offer.newest().map(newest -> newest.version().equals(held)).orElse(false);
    }

    /// The version to send now, if any.
    Optional<Compiled> due() {
        return switch (offer) {
            case Offer.Absent() -> Optional.empty();
            case Offer.Open(Compiled current) -> Optional.of(current).filter(this::isNews);
            case Offer.HeldBack(_, Compiled lastAccepted) ->
                    isHeld()
                            ? Optional.empty()
                            : Optional.ofNullable(lastAccepted).filter(this::isNews);
        };
    }

    private boolean isNews(Compiled version) {
        return !version.version().equals(held) && !version.version().equals(refused);
    }

    boolean isOnItsWay() {
        return onItsWay != null || withdrawing;
    }

    void sent(Compiled version) {
        onItsWay = version;
    }

    Optional<Compiled> takeOnItsWay() {
        Optional<Compiled> taken = Optional.ofNullable(onItsWay);
        onItsWay = null;
        return taken;
    }

    /// The client applied a version; returns the references that it no longer has by this row.
    Set<ResourceName> hold(String version, Set<ResourceName> references) {
        Set<ResourceName> former = heldReferences;
        held = version;
        heldReferences = references;
        heldFromBefore = false;
        refused = "";
        return former;
    }

    void refuse(String version, Standing.Rejected why) {
        refused = version;
        refusal = why;
    }

    void forgetRefusal() {
        refused = "";
    }

    void leaveAt(long when) {
        leavesAt = when;
    }

    long leavesAt() {
        return leavesAt;
    }

    /// Whether the client is to keep what it has of it, or knows already that there is nothing.
    boolean staysAtClient() {
        return isWanted() && (!(offer instanceof Offer.Absent) || toldAbsent);
    }

    boolean isWithdrawalDue(long now) {
        return isWanted() ? !staysAtClient() : isHeld() && leavesAt - now <= 0;
    }

    void withdraw() {
        withdrawing = true;
    }

    boolean isWithdrawing() {
        return withdrawing;
    }

    /// The client has dropped it.
    Set<ResourceName> withdrawn() {
        withdrawing = false;
        toldAbsent = true;
        return hold("", Set.of());
    }

    /// What acknowledgements are counted by, as it was before this call.
    Claim takeClaim(Claim next) {
        Claim former = claim;
        claim = next;
        return former;
    }

    /// What acknowledgements are to be counted by.
    Claim presentClaim() {
        if (!isWanted()) {
            return Claim.NONE;
        }
        return offer.newest()
                .filter(newest -> !newest.sources().isEmpty())
                .map(this::claimOf)
                .orElse(Claim.NONE);
    }

    private Claim claimOf(Compiled newest) {
        return new Claim(
                newest.sources().stream()
                        .map(s -> new SourceGeneration(s.getUid(), s.getGeneration()))
                        .toList(),
                standing(newest.version()));
    }

    private Standing standing(String version) {
        if (version.equals(held)) {
            return new Standing.Acked();
        }
        return version.equals(refused) ? refusal : new Standing.Waiting();
    }

    PushFacts.RowFacts facts() {
        String state = isWanted() ? "wanted" : "leaving";
        return new PushFacts.RowFacts(
                name.type().name(),
                name.name(),
                withdrawing ? "withdrawing" : state,
                offer.newest().map(Compiled::version).orElse(""),
                held,
                onItsWay == null ? "" : onItsWay.version(),
                refused,
                refused.isEmpty() ? "" : refusal.sentence());
    }

    static Set<ResourceName> names(Set<ResourceKey> keys) {
        return keys.stream().map(ResourceName::of).collect(Collectors.toUnmodifiableSet());
    }
}
