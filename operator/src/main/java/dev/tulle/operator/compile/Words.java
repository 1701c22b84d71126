package dev.tulle.operator.compile;

import dev.tulle.contract.v1.MtlsMode;
import dev.tulle.contract.v1.ProbeKind;
import dev.tulle.contract.v1.Protocol;
import dev.tulle.operator.resolve.PortProtocol;
import dev.tulle.operator.view.PodView;

/// Our words in the contract's.
final class Words {

    private Words() {}

    static Protocol of(PortProtocol protocol) {
        return switch (protocol) {
            case DETECT -> Protocol.PROTOCOL_UNSPECIFIED;
            case HTTP1 -> Protocol.HTTP1;
            case HTTP2 -> Protocol.HTTP2;
            case OPAQUE -> Protocol.OPAQUE;
        };
    }

    static MtlsMode of(dev.tulle.api.v1alpha1.MtlsMode mode) {
        return switch (mode) {
            case PERMISSIVE -> MtlsMode.PERMISSIVE;
            case STRICT -> MtlsMode.STRICT;
        };
    }

    static ProbeKind of(PodView.ProbeKind kind) {
        return switch (kind) {
            case HTTP -> ProbeKind.PROBE_HTTP;
            case HTTPS -> ProbeKind.PROBE_HTTPS;
            case TCP -> ProbeKind.PROBE_TCP;
            case GRPC -> ProbeKind.PROBE_GRPC;
        };
    }
}
