package dev.tulle.operator.push;

import dev.tulle.operator.certificates.Authority;
import dev.tulle.operator.certificates.AuthorityMint;
import dev.tulle.operator.certificates.Issuance;
import dev.tulle.operator.certificates.Leaf;
import dev.tulle.operator.certificates.LeafIssuer;
import dev.tulle.operator.certificates.LeafRequest;
import dev.tulle.operator.certificates.LiveIdentity;
import dev.tulle.operator.certificates.PeerVerifier;
import dev.tulle.operator.certificates.ServingMaterial;
import dev.tulle.operator.certificates.SpiffeId;
import dev.tulle.operator.certificates.TrustBundle;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;

/// An authority of its own per test, and leaves of it.
final class TestIdentities {

    private static final String DOMAIN = "cluster.local";
    private static final InstantSource CLOCK = InstantSource.system();

    private final SecureRandom random = new SecureRandom();
    private final Authority authority;

    TestIdentities() {
        AuthorityMint mint = new AuthorityMint(CLOCK, random);
        authority = mint.mint(DOMAIN, 1, mint.newKey(), mint.newKey());
    }

    LiveIdentity of(String namespace, String account) {
        SpiffeId id = SpiffeId.workload(DOMAIN, namespace, account);
        LeafRequest request = new LeafRequest(id, List.of("discovery.test"), Duration.ofHours(1));
        return switch (new LeafIssuer(CLOCK, random).issue(authority, request)) {
            case Issuance.Issued(Leaf leaf) -> live(leaf);
            case Issuance.AuthorityEnds(String sentence) ->
                    throw new IllegalStateException(sentence);
        };
    }

    private LiveIdentity live(Leaf leaf) {
        LiveIdentity live = new LiveIdentity(new PeerVerifier(CLOCK));
        live.swap(
                new ServingMaterial(
                        leaf.chain(),
                        leaf.key(),
                        TrustBundle.of(DOMAIN, 1, List.of(authority.root()))));
        return live;
    }
}
