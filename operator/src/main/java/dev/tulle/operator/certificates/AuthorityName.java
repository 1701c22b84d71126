package dev.tulle.operator.certificates;

/// The two authorities of a mesh. The API server trusts the webhook's alone, so that it need not
/// trust every workload and pods start even when the mesh's authority is over.
public enum AuthorityName {
    MESH,
    WEBHOOK
}
