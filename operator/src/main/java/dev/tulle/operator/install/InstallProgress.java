package dev.tulle.operator.install;

/// How far an installation came in one visit, and what it waits for, in a sentence.
sealed interface InstallProgress {

    /// The CertificateAuthority is not Ready.
    record AwaitsAuthority(String sentence) implements InstallProgress {}

    /// A serving Secret is missing.
    record AwaitsSecrets(String sentence) implements InstallProgress {}

    /// No replica of discovery serves.
    record AwaitsDiscovery(String sentence) implements InstallProgress {}

    /// The webhook is registered, but the probe did not come back injected.
    record AwaitsInjection(String sentence) implements InstallProgress {}

    /// Pods are injected, but not every replica of discovery runs the newest template.
    record RollsOut(String sentence) implements InstallProgress {}

    record Complete() implements InstallProgress {}
}
