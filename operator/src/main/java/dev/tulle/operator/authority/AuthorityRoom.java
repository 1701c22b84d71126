package dev.tulle.operator.authority;

import dev.tulle.operator.certificates.Signers;
import dev.tulle.operator.cluster.ClusterInformers;
import dev.tulle.operator.status.StatusWriter;
import java.time.InstantSource;

/// What the reconciler works with.
public record AuthorityRoom(
        ClusterInformers informers,
        String namespace,
        AuthorityKeeper keeper,
        Signers signers,
        IdentityNumbers numbers,
        StatusWriter statuses,
        InstantSource clock,
        AuthorityObserver observer) {}
