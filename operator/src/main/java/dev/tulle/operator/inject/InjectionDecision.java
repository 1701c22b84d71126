package dev.tulle.operator.inject;

/// Everything that the webhook can say about a pod. The word is a metric label, an audit annotation
/// and, but for mirror pods, the value of the pod's annotation `mesh.tulle.dev/injection`.
public enum InjectionDecision {
    /// The pod got a proxy.
    INJECTED("Injected"),
    /// The pod had our containers, but another webhook has changed it since.
    REFRESHED("Refreshed"),
    /// The pod is as it should be; the patch is empty.
    UNCHANGED("Unchanged"),
    /// Nobody asked for a proxy, or somebody asked for none.
    DISABLED("Disabled"),
    /// The pod shares the node's network: its rules would capture the whole node.
    HOST_NETWORK("HostNetwork"),
    /// A mirror of a static pod: the kubelet runs what its file says.
    STATIC_POD("StaticPod"),
    NOT_LINUX("NotLinux"),
    /// A container runs as the proxy's uid and would pass by the capture rules.
    RESERVED_UID("ReservedUid"),
    /// A container declares one of the proxy's ports.
    RESERVED_PORT("ReservedPort"),
    /// The namespace forbids what the init container needs.
    POD_SECURITY("PodSecurity"),
    /// Namespaces or settings are not known yet; the failure policy decides.
    NOT_READY("NotReady");

    private final String word;

    InjectionDecision(String word) {
        this.word = word;
    }

    public String word() {
        return word;
    }
}
