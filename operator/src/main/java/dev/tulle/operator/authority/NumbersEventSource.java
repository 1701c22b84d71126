package dev.tulle.operator.authority;

import dev.tulle.api.v1alpha1.CertificateAuthority;
import dev.tulle.api.v1alpha1.CertificateAuthorityStatus.Workloads;
import io.javaoperatorsdk.operator.processing.event.Event;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import io.javaoperatorsdk.operator.processing.event.source.AbstractEventSource;
import java.util.Set;

/// A visit when the numbers of identities change.
final class NumbersEventSource extends AbstractEventSource<Workloads, CertificateAuthority> {
    private static final ResourceID DEFAULT = new ResourceID("default");

    private final IdentityNumbers numbers;

    NumbersEventSource(IdentityNumbers numbers) {
        super(Workloads.class, "identities");
        this.numbers = numbers;
    }

    @Override
    public void start() {
        super.start();
        numbers.onWorkloads(this::handle);
    }

    /// The reconciler reads the numbers themselves.
    @Override
    public Set<Workloads> getSecondaryResources(CertificateAuthority primary) {
        return Set.of();
    }

    private void handle() {
        if (isRunning()) {
            getEventHandler().handleEvent(new Event(DEFAULT));
        }
    }
}
