package dev.tulle.operator.view;

/// Labels that several rooms agree on. Only [#INJECT] is ever set by users.
public enum MeshLabel {
    /// `enabled` or `disabled`, on a Namespace or a pod.
    INJECT("mesh.tulle.dev/inject"),
    /// `true` on every pod that the webhook has put a proxy into.
    PROXIED("mesh.tulle.dev/proxied"),
    /// Version of the proxy in the pod.
    PROXY_VERSION("mesh.tulle.dev/proxy-version"),
    /// On the pod whose dry-run creation proves that the webhook serves.
    PROBE("mesh.tulle.dev/probe"),
    /// On everything that we create.
    MANAGED_BY("app.kubernetes.io/managed-by"),
    /// Which part of the installation an object is.
    PART_OF("mesh.tulle.dev/part-of");

    private final String key;

    MeshLabel(String key) {
        this.key = key;
    }

    public String key() {
        return key;
    }
}
