package dev.tulle.operator.authority;

import dev.tulle.api.v1alpha1.CertificateAuthorityStatus.Workloads;
import java.util.Optional;

/// What the room that issues leaves says of them.
public interface IdentityNumbers {
    /// Members are null before the first look.
    Workloads workloads();

    /// Why nothing is signed by our clock, in a sentence.
    Optional<String> clockProblem();

    /// The listener is called when the numbers have changed, or what is said of the clock; it hands
    /// over and does no work.
    void onWorkloads(Runnable listener);
}
