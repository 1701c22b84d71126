package dev.tulle.operator.identity;

import dev.tulle.operator.apply.Applier;
import dev.tulle.operator.apply.Remover;
import dev.tulle.operator.certificates.Issuance;
import dev.tulle.operator.certificates.Leaf;
import dev.tulle.operator.certificates.LeafIssuer;
import dev.tulle.operator.certificates.LeafRequest;
import dev.tulle.operator.certificates.Signer;
import dev.tulle.operator.identity.IdentityObserver.Result;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import java.time.Instant;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Delivery by a Secret beside the pods, always written whole.
public final class SecretDelivery implements Delivery {
    private static final Logger LOG = LoggerFactory.getLogger(SecretDelivery.class);

    private final LeafIssuer issuer;
    private final Applier applier;
    private final Remover remover;

    public SecretDelivery(LeafIssuer issuer, Applier applier, Remover remover) {
        this.issuer = issuer;
        this.applier = applier;
        this.remover = remover;
    }

    @Override
    public Result write(Need.Issue need, Signer signer, RenewalPoint point) {
        Wanted wanted = need.wanted();
        LeafRequest request =
                new LeafRequest(wanted.id(), wanted.dnsNames(), signer.leafLifetime());
        return switch (issuer.issue(signer.authority(), request)) {
            case Issuance.Issued(Leaf leaf) -> write(need, signer, leaf, point);
            case Issuance.AuthorityEnds(String sentence) -> {
                LOG.warn("no leaf for {}: {}", wanted.id(), sentence);
                yield Result.REFUSED;
            }
        };
    }

    @Override
    public void remove(Need.Remove need) {
        Held held = need.held();
        Secret secret =
                new SecretBuilder()
                        .withNewMetadata()
                        .withNamespace(held.secret().namespace())
                        .withName(held.secret().name())
                        .endMetadata()
                        .build();
        if (remover.removeIfStill(held.seen(), secret)) {
            LOG.info("identity Secret {} is removed, no meshed pod uses it", held.secret());
        }
    }

    private Result write(Need.Issue need, Signer signer, Leaf leaf, RenewalPoint point) {
        Instant renewal = point.between(leaf.issuedAt(), leaf.validity().notAfter());
        Secret secret = IdentitySecret.of(need.wanted(), leaf, signer.bundle(), renewal);
        boolean written =
                need.held()
                        .map(held -> applier.applyIfStill(held.seen(), secret).isPresent())
                        .orElseGet(() -> !applier.apply(secret).getData().isEmpty());
        if (!written) {
            return Result.OUTDATED;
        }
        LOG.info(
                "issued {} to {} because {}, renewal at {}",
                leaf,
                need.secret(),
                need.cause(),
                renewal);
        return Result.ISSUED;
    }
}
