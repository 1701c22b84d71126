package dev.tulle.operator.report;

/// A proxy as reports and messages name it.
///
/// @param podUid uid of the pod that the proxy serves
/// @param pod `namespace/name` of that pod
public record ProxyRef(String podUid, String pod) {}
