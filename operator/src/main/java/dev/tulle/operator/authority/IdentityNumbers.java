package dev.tulle.operator.authority;

import dev.tulle.api.v1alpha1.CertificateAuthorityStatus.Workloads;

/// What the room that issues leaves says of them.
public interface IdentityNumbers {
    /// Members are null before the first look.
    Workloads workloads();

    /// The listener is called when the numbers have changed; it hands over and does no work.
    void onWorkloads(Runnable listener);
}
