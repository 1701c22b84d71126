package dev.tulle.operator.authority;

import dev.tulle.operator.certificates.TrustBundle;
import dev.tulle.operator.certificates.Validity;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// What is to be published: pure.
final class BundlePlan {
    private BundlePlan() {}

    /// The signing root, and every root that is published already and not over: a leaf under it may
    /// still be in use. The sequence grows only with the content, and beyond every number that was
    /// ever seen, so that a lost or restored record cannot freeze the trust of proxies.
    ///
    /// @param root of the authority that signs
    /// @param stored what is published
    /// @param highestSeen the highest sequence on any identity
    static TrustBundle next(
            String trustDomain,
            X509Certificate root,
            Optional<TrustBundle> stored,
            long storedSequence,
            long highestSeen,
            Instant now) {
        List<X509Certificate> roots = new ArrayList<>(List.of(root));
        stored.stream()
                .flatMap(bundle -> bundle.roots().stream())
                .filter(other -> !now.isAfter(Validity.of(other).notAfter()))
                .forEach(roots::add);
        long sequence = Math.max(storedSequence, highestSeen);
        TrustBundle same = TrustBundle.of(trustDomain, sequence, roots);
        boolean unchanged =
                stored.isPresent()
                        && stored.get().sameRoots(same)
                        && stored.get().sequence() == sequence;
        return unchanged ? same : TrustBundle.of(trustDomain, sequence + 1, roots);
    }
}
