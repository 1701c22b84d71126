package dev.tulle.operator.authority;

import static dev.tulle.api.condition.ConditionType.PROVIDER_READY;
import static dev.tulle.api.condition.ConditionType.READY;

import dev.tulle.api.condition.Reason;
import dev.tulle.api.v1alpha1.CertificateAuthorityStatus.Workloads;
import dev.tulle.operator.authority.AuthorityState.Unfinished;
import dev.tulle.operator.authority.AuthorityState.Unusable;
import dev.tulle.operator.authority.AuthorityState.Whole;
import dev.tulle.operator.certificates.Authority;
import dev.tulle.operator.certificates.Validity;
import dev.tulle.operator.status.Conditions;
import dev.tulle.operator.status.Finding;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// What a visit says of a CertificateAuthority: pure.
final class AuthorityFindings {
    private AuthorityFindings() {}

    static List<Finding> withoutInstall() {
        Finding ready =
                Finding.fails(
                        READY,
                        Reason.NO_MESH_INSTALL,
                        "no MeshInstall names the trust domain yet; create MeshInstall default");
        return all(ready, Finding.pending(PROVIDER_READY, "nothing is to be signed yet"));
    }

    /// Nothing is signed, and nothing is judged by this time.
    static List<Finding> byAWrongClock(String sentence) {
        return all(
                Finding.fails(READY, Reason.PROVIDER_NOT_READY, sentence),
                Finding.fails(PROVIDER_READY, Reason.ISSUER_NOT_READY, sentence));
    }

    /// Speaks of a visit that found a MeshInstall.
    ///
    /// @param lifetime that leaves are to have
    static List<Finding> of(
            Authorities found,
            Workloads workloads,
            Duration lifetime,
            AuthorityUse use,
            Instant now) {
        Finding provider = provider(found);
        Finding ready =
                unusable(found)
                        .or(() -> notReady(provider))
                        .or(() -> expired(found, lifetime, now))
                        .or(() -> overdue(workloads))
                        .or(() -> inUse(use))
                        .orElseGet(() -> valid(workloads));
        return all(ready, provider);
    }

    private static List<Finding> all(Finding ready, Finding provider) {
        return List.of(ready, Conditions.stalled(ready), provider);
    }

    private static Finding provider(Authorities found) {
        Optional<String> missing =
                states(found)
                        .flatMap(state ->
                                switch (state) {
                                    case Whole whole -> Stream.<String>of();
                                    case Unfinished(String sentence) -> Stream.of(sentence);
                                    case Unusable(String sentence) -> Stream.of(sentence);
                                })
                        .findFirst();
        if (missing.isEmpty() && found.bundle().isPresent()) {
            return Finding.holds(
                    PROVIDER_READY, Reason.PROVIDER_READY, "root and issuer are whole");
        }
        return Finding.fails(
                PROVIDER_READY,
                Reason.ISSUER_NOT_READY,
                missing.orElse("the trust bundle is being published by another operator"));
    }

    private static Optional<Finding> unusable(Authorities found) {
        return states(found)
                .flatMap(state ->
                        state instanceof Unusable(String sentence)
                                ? Stream.of(sentence)
                                : Stream.of())
                .findFirst()
                .map(sentence -> Finding.fails(READY, Reason.ISSUER_INVALID, sentence));
    }

    private static Optional<Finding> notReady(Finding provider) {
        return provider.verdict() == Finding.Verdict.TRUE
                ? Optional.empty()
                : Optional.of(Finding.fails(READY, Reason.PROVIDER_NOT_READY, provider.message()));
    }

    private static Optional<Finding> expired(Authorities found, Duration lifetime, Instant now) {
        return states(found)
                .flatMap(state ->
                        state instanceof Whole(Authority authority)
                                ? Stream.of(authority)
                                : Stream.of())
                .filter(authority -> !authority.canSign(lifetime, now))
                .findFirst()
                .map(authority -> Finding.fails(READY, Reason.ISSUER_EXPIRED, end(authority, now)));
    }

    private static String end(Authority authority, Instant now) {
        boolean root = Validity.of(authority.root()).notAfter().equals(authority.end());
        return "%s of %s (generation %d) ends at %s, our clock says %s: too near to sign"
                .formatted(
                        root ? "the root" : "the issuing certificate",
                        authority.trustDomain(),
                        authority.generation(),
                        authority.end(),
                        now);
    }

    private static Optional<Finding> overdue(Workloads workloads) {
        int overdue = count(workloads.overdue());
        int failed = count(workloads.failed());
        return overdue == 0 && failed == 0
                ? Optional.empty()
                : Optional.of(
                        Finding.fails(
                                READY,
                                Reason.CERTIFICATES_OVERDUE,
                                ("%s; %d are 10 minutes past their renewal, %d could not be written"
                                                + " at the last try; see the operator's log")
                                        .formatted(numbers(workloads), overdue, failed)));
    }

    private static Optional<Finding> inUse(AuthorityUse use) {
        return switch (use) {
            case IN_FORCE -> Optional.empty();
            case DELETED_IN_USE ->
                    Optional.of(
                            Finding.fails(
                                    READY,
                                    Reason.IN_USE,
                                    "deleted, but MeshInstall default still needs it: it signs on;"
                                            + " delete the MeshInstall first"));
        };
    }

    private static Finding valid(Workloads workloads) {
        return Finding.holds(READY, Reason.VALID, numbers(workloads));
    }

    private static String numbers(Workloads workloads) {
        return "%d of %d identities have a valid certificate"
                .formatted(count(workloads.valid()), count(workloads.total()));
    }

    private static int count(@Nullable Integer number) {
        return Objects.requireNonNullElse(number, 0);
    }

    private static Stream<AuthorityState> states(Authorities found) {
        return Stream.of(found.mesh(), found.webhook());
    }
}
