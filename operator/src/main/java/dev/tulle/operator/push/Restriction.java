package dev.tulle.operator.push;

import com.google.protobuf.Message;
import dev.tulle.contract.v1.Backend;
import dev.tulle.contract.v1.Destination;
import dev.tulle.contract.v1.Endpoints;
import dev.tulle.contract.v1.Inbound;
import dev.tulle.contract.v1.Routes;
import dev.tulle.contract.v1.TrustBundle;
import dev.tulle.contract.v1.Workload;
import dev.tulle.operator.compile.Compiled;

/// Whether a message takes something away from callers, which it says by naming what its reader
/// must understand.
enum Restriction {
    RESTRICTS,
    FREE;

    static Restriction of(Compiled compiled) {
        Message message = compiled.message();
        int required =
                switch (compiled.key().type()) {
                    case WORKLOAD -> ((Workload) message).getRequiresCount();
                    case INBOUND -> ((Inbound) message).getRequiresCount();
                    case DESTINATION -> ((Destination) message).getRequiresCount();
                    case BACKEND -> ((Backend) message).getRequiresCount();
                    case ROUTES -> ((Routes) message).getRequiresCount();
                    case ENDPOINTS -> ((Endpoints) message).getRequiresCount();
                    case TRUST_BUNDLE -> ((TrustBundle) message).getRequiresCount();
                };
        return required > 0 ? RESTRICTS : FREE;
    }
}
