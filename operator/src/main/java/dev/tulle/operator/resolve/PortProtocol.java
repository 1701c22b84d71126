package dev.tulle.operator.resolve;

import dev.tulle.operator.view.ServiceView;
import java.util.Optional;
import java.util.Set;

/// What is spoken on a port, as far as anybody declared it.
public enum PortProtocol {
    /// Nobody said it: look at the first bytes.
    DETECT,
    HTTP1,
    HTTP2,
    OPAQUE;

    /// A port of a Service: its `appProtocol`, else the list of opaque ports, which may name the
    /// port or the number it leads to.
    public static PortProtocol of(ServiceView.Port port, Set<Integer> opaque) {
        return declared(port.appProtocol())
                .orElseGet(() ->
                        opaque.contains(port.number())
                                        || opaque.stream()
                                                .anyMatch(number ->
                                                        port.target().equals(number.toString()))
                                ? OPAQUE
                                : DETECT);
    }

    /// A port that no Service names.
    public static PortProtocol of(int port, Set<Integer> opaque) {
        return opaque.contains(port) ? OPAQUE : DETECT;
    }

    /// Names are IANA's or Kubernetes'. Another name without a domain is some protocol other than
    /// HTTP; with a domain it is a private word that tells us nothing.
    static Optional<PortProtocol> declared(String appProtocol) {
        return switch (appProtocol) {
            case "" -> Optional.empty();
            case "http", "kubernetes.io/ws" -> Optional.of(HTTP1);
            case "http2", "h2c", "grpc", "kubernetes.io/h2c" -> Optional.of(HTTP2);
            case "kubernetes.io/wss" -> Optional.of(OPAQUE);
            default -> appProtocol.contains("/") ? Optional.empty() : Optional.of(OPAQUE);
        };
    }
}
