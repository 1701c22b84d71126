package dev.tulle.operator.report;

/// The discovery pod that this process is, by downward API.
///
/// @param namespace the control plane's own
/// @param pod name of the pod
/// @param podUid uid of the pod, which owns what is published
public record Replica(String namespace, String pod, String podUid) {}
