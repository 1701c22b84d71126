package dev.tulle.operator.authority;

import dev.tulle.api.v1alpha1.CertificateAuthority;
import dev.tulle.api.v1alpha1.CertificateAuthoritySpec;
import dev.tulle.api.v1alpha1.CertificateAuthorityStatus.Workloads;
import dev.tulle.operator.authority.AuthorityState.Whole;
import dev.tulle.operator.certificates.Authority;
import dev.tulle.operator.certificates.AuthorityName;
import dev.tulle.operator.certificates.Signer;
import dev.tulle.operator.certificates.TrustBundle;
import dev.tulle.operator.certificates.Validity;
import dev.tulle.operator.cluster.ViewEventSource;
import dev.tulle.operator.resolve.Defaults;
import dev.tulle.operator.status.Finding;
import dev.tulle.operator.status.Parting;
import dev.tulle.operator.status.StatusShape;
import dev.tulle.operator.view.ClusterView;
import dev.tulle.operator.view.InstallView;
import io.javaoperatorsdk.operator.api.config.informer.Informer;
import io.javaoperatorsdk.operator.api.reconciler.Cleaner;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import io.javaoperatorsdk.operator.api.reconciler.ControllerConfiguration;
import io.javaoperatorsdk.operator.api.reconciler.DeleteControl;
import io.javaoperatorsdk.operator.api.reconciler.EventSourceContext;
import io.javaoperatorsdk.operator.api.reconciler.MaxReconciliationInterval;
import io.javaoperatorsdk.operator.api.reconciler.Reconciler;
import io.javaoperatorsdk.operator.api.reconciler.UpdateControl;
import io.javaoperatorsdk.operator.processing.event.source.EventSource;
import io.javaoperatorsdk.operator.processing.retry.GradualRetry;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/// Keeps an authority for the mesh: finalizer, generation, bundle, who signs, status.
@ControllerConfiguration(
        name = "certificateauthority",
        fieldManager = "tulle/authority",
        finalizerName = CertificateAuthorityReconciler.FINALIZER,
        generationAwareEventProcessing = false,
        informer = @Informer(comparableResourceVersions = false),
        maxReconciliationInterval =
                @MaxReconciliationInterval(interval = 5, timeUnit = TimeUnit.MINUTES))
@GradualRetry(maxAttempts = -1, initialInterval = 500, intervalMultiplier = 2, maxInterval = 60_000)
public final class CertificateAuthorityReconciler
        implements Reconciler<CertificateAuthority>, Cleaner<CertificateAuthority> {
    static final String FINALIZER = "mesh.tulle.dev/authority";

    /// Another operator is writing: it needs no longer.
    private static final Duration NEXT_LOOK = Duration.ofSeconds(1);

    private final AuthorityRoom room;

    public CertificateAuthorityReconciler(AuthorityRoom room) {
        this.room = room;
    }

    @Override
    public List<EventSource<?, CertificateAuthority>> prepareEventSources(
            EventSourceContext<CertificateAuthority> context) {
        return List.of(
                new ViewEventSource<>(
                        "authority",
                        room.informers(),
                        change -> AuthorityEvents.touched(change, room.namespace())),
                new NumbersEventSource(room.numbers()));
    }

    @Override
    public UpdateControl<CertificateAuthority> reconcile(
            CertificateAuthority authority, Context<CertificateAuthority> context) {
        if (!room.informers().isSynced()) {
            return UpdateControl.noUpdate();
        }
        ClusterView view = room.informers().view();
        Optional<InstallView> install = install(view);
        return install.isPresent()
                ? keep(authority, view, install, AuthorityUse.IN_FORCE)
                : rest(authority);
    }

    /// While a mesh needs it, an authority that was deleted signs on.
    @Override
    public DeleteControl cleanup(
            CertificateAuthority authority, Context<CertificateAuthority> context) {
        if (!room.informers().isSynced()) {
            return DeleteControl.noFinalizerRemoval().rescheduleAfter(NEXT_LOOK);
        }
        ClusterView view = room.informers().view();
        Optional<InstallView> install = install(view);
        if (install.isPresent()) {
            return Parting.staying(
                    keep(authority, view, install, AuthorityUse.DELETED_IN_USE), context);
        }
        withdraw();
        room.keeper().remove();
        return Parting.leaving(context);
    }

    private static Optional<InstallView> install(ClusterView view) {
        return view.all(InstallView.class).stream().findFirst();
    }

    private UpdateControl<CertificateAuthority> keep(
            CertificateAuthority authority,
            ClusterView view,
            Optional<InstallView> install,
            AuthorityUse use) {
        Optional<String> clockProblem = room.numbers().clockProblem();
        if (clockProblem.isPresent()) {
            return pause(authority, clockProblem.get());
        }
        String trustDomain = Defaults.trustDomain(install);
        Duration lifetime = Defaults.workloadLifetime(spec(authority));
        Authorities found = room.keeper().ensure(trustDomain, HighestSequence.in(view));
        publish(found, lifetime);
        Workloads workloads = room.numbers().workloads();
        Instant now = room.clock().instant();
        List<Finding> findings = AuthorityFindings.of(found, workloads, lifetime, use, now);
        long generation = authority.getMetadata().getGeneration();
        UpdateControl<CertificateAuthority> control =
                room.statuses()
                        .write(
                                StatusShape.CERTIFICATE_AUTHORITY,
                                authority,
                                findings,
                                conditions ->
                                        AuthorityStatusForm.of(
                                                generation,
                                                trustDomain,
                                                found,
                                                workloads,
                                                conditions));
        boolean settled = found.bundle().isPresent();
        return settled || control.getScheduleDelay().isPresent()
                ? control
                : control.rescheduleAfter(NEXT_LOOK);
    }

    /// What would be made or judged by a wrong clock is left as it is.
    private UpdateControl<CertificateAuthority> pause(
            CertificateAuthority authority, String sentence) {
        long generation = authority.getMetadata().getGeneration();
        return room.statuses()
                .write(
                        StatusShape.CERTIFICATE_AUTHORITY,
                        authority,
                        AuthorityFindings.byAWrongClock(sentence),
                        conditions ->
                                AuthorityStatusForm.unchanged(
                                        authority.getStatus(), generation, conditions));
    }

    /// Without a MeshInstall nobody needs a signature; the keys stay for its return.
    private UpdateControl<CertificateAuthority> rest(CertificateAuthority authority) {
        withdraw();
        long generation = authority.getMetadata().getGeneration();
        return room.statuses()
                .write(
                        StatusShape.CERTIFICATE_AUTHORITY,
                        authority,
                        AuthorityFindings.withoutInstall(),
                        conditions -> AuthorityStatusForm.withoutInstall(generation, conditions));
    }

    private void publish(Authorities found, Duration lifetime) {
        if (found.mesh() instanceof Whole(Authority mesh)) {
            tellEnds(AuthorityName.MESH, mesh);
            found.bundle()
                    .ifPresent(bundle -> {
                        room.observer().published(bundle.sequence());
                        room.signers()
                                .publish(AuthorityName.MESH, new Signer(mesh, bundle, lifetime));
                    });
        }
        if (found.webhook() instanceof Whole(Authority webhook)) {
            tellEnds(AuthorityName.WEBHOOK, webhook);
            TrustBundle own =
                    TrustBundle.of(
                            webhook.trustDomain(), webhook.generation(), List.of(webhook.root()));
            room.signers().publish(AuthorityName.WEBHOOK, new Signer(webhook, own, lifetime));
        }
    }

    private void withdraw() {
        for (AuthorityName name : AuthorityName.values()) {
            room.signers().withdraw(name);
        }
    }

    private void tellEnds(AuthorityName name, Authority authority) {
        room.observer()
                .ends(
                        name,
                        Validity.of(authority.root()).notAfter(),
                        Validity.of(authority.issuer()).notAfter());
    }

    private static CertificateAuthoritySpec spec(CertificateAuthority authority) {
        return Objects.requireNonNullElseGet(
                authority.getSpec(), () -> new CertificateAuthoritySpec(null, null));
    }
}
