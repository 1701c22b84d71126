package dev.tulle.proxy.discovery;

import dev.tulle.contract.v1.RejectionReason;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// One response on its way to its answer: complete when nothing of it waits, answered when all that
/// was accepted is in force.
final class Receipt {
    private final String typeUrl;
    private final String nonce;
    private final Set<ResourceKey> open = new HashSet<>();
    private final List<ResourceKey> accepted = new ArrayList<>();
    private final List<Outcome.Refused> refused = new ArrayList<>();
    private boolean handedOver;

    Receipt(String typeUrl, String nonce) {
        this.typeUrl = typeUrl;
        this.nonce = nonce;
    }

    void waits(ResourceKey key) {
        open.add(key);
    }

    void settled(ResourceKey key) {
        open.remove(key);
    }

    void accepted(ResourceKey key) {
        open.remove(key);
        accepted.add(key);
    }

    void refused(Outcome.Refused outcome) {
        open.remove(outcome.key());
        refused.add(outcome);
    }

    /// True once: when nothing of the response waits any more.
    boolean handOver() {
        if (handedOver || !open.isEmpty()) {
            return false;
        }
        handedOver = true;
        return true;
    }

    /// The loops could not take what was accepted.
    void failed(String sentence) {
        Refusal refusal = new Refusal(RejectionReason.INTERNAL, "", sentence);
        accepted.forEach(key -> refused.add(new Outcome.Refused(key, "", refusal)));
        accepted.clear();
    }

    String typeUrl() {
        return typeUrl;
    }

    String nonce() {
        return nonce;
    }

    List<ResourceKey> acceptedKeys() {
        return accepted;
    }

    List<Outcome.Refused> refusals() {
        return refused;
    }
}
