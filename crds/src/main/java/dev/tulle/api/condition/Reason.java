package dev.tulle.api.condition;

import com.fasterxml.jackson.annotation.JsonValue;

/// Every reason that a condition, an event or a log line about one can give.
public enum Reason {
    PENDING("Pending"),
    AS_EXPECTED("AsExpected"),

    PROGRAMMED("Programmed"),
    NO_PROXIES("NoProxies"),
    WAITING_FOR_PROXIES("WaitingForProxies"),
    PROXY_REJECTED("ProxyRejected"),
    PROXIES_STALE("ProxiesStale"),

    ACCEPTED("Accepted"),
    INVALID("Invalid"),
    CONFLICTED("Conflicted"),
    CONFLICT("Conflict"),
    PROTOCOL_MISMATCH("ProtocolMismatch"),

    RESOLVED("Resolved"),
    SERVICE_NOT_FOUND("ServiceNotFound"),
    BACKEND_NOT_FOUND("BackendNotFound"),
    PORT_NOT_FOUND("PortNotFound"),
    TARGET_NOT_FOUND("TargetNotFound"),
    RULE_NOT_FOUND("RuleNotFound"),

    BACKENDS_READY("BackendsReady"),
    NO_ENDPOINTS("NoEndpoints"),

    RUNNING("Running"),
    INSTALLING("Installing"),
    VERSION_NOT_AVAILABLE("VersionNotAvailable"),
    CONTROL_PLANE_UNAVAILABLE("ControlPlaneUnavailable"),
    WEBHOOK_UNAVAILABLE("WebhookUnavailable"),
    AUTHORITY_NOT_READY("AuthorityNotReady"),
    UNINSTALLING("Uninstalling"),
    AVAILABLE("Available"),
    SERVING("Serving"),
    UNAVAILABLE("Unavailable"),

    VALID("Valid"),
    NO_MESH_INSTALL("NoMeshInstall"),
    PROVIDER_NOT_READY("ProviderNotReady"),
    ISSUER_INVALID("IssuerInvalid"),
    ISSUER_EXPIRED("IssuerExpired"),
    CERTIFICATES_OVERDUE("CertificatesOverdue"),
    IN_USE("InUse"),
    PROVIDER_READY("ProviderReady"),
    ISSUER_NOT_READY("IssuerNotReady");

    private final String word;

    Reason(String word) {
        this.word = word;
    }

    @JsonValue
    public String word() {
        return word;
    }
}
