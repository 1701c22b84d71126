package dev.tulle.proxy.discovery;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.MessageLite;
import dev.tulle.contract.v1.MtlsMode;
import dev.tulle.contract.v1.Rejection;
import dev.tulle.contract.v1.Rejections;
import dev.tulle.contract.xds.DeltaDiscoveryRequest;
import dev.tulle.proxy.model.Address;
import dev.tulle.proxy.model.TrustBundle;
import io.netty.util.concurrent.MockTicker;
import io.netty.util.concurrent.Ticker;
import java.util.ArrayList;
import java.util.List;

/// A session with loops that swap by hand, and what it sent.
final class SessionBench {
    static final String V1 = "shop/web-v1:80";
    static final String V2 = "shop/web-v2:80";
    static final Address WEB = Address.parse(Messages.WEB);
    static final ByteString ROOT = ByteString.copyFromUtf8("root");

    final MockTicker ticker = Ticker.newMockTicker();
    final List<TrustBundle> trusted = new ArrayList<>();
    final Holdings holdings = new Holdings(trusted::add);
    final LoopsByHand loops = new LoopsByHand();
    final CountingObserver observer = new CountingObserver();
    final List<DeltaDiscoveryRequest> sent = new ArrayList<>();
    final ApplyQueue queue = new ApplyQueue(holdings, loops, () -> {});
    Session session = newSession();

    Session newSession() {
        return new Session(holdings, queue, observer, ticker, sent::add);
    }

    void receive(
            ResourceType type,
            String nonce,
            String name,
            String version,
            MessageLite.Builder message) {
        session.received(
                Messages.response(
                        type, nonce, Messages.resource(type, name, version, message.build())));
    }

    /// A proxy that serves: bundle, inbound and workload are in force.
    void configured() {
        receive(
                ResourceType.TRUST_BUNDLE,
                "n1",
                Messages.TRUST_DOMAIN,
                "b1",
                Messages.bundle(1, ROOT));
        receive(
                ResourceType.INBOUND,
                "n2",
                Messages.INBOUND,
                "i1",
                Messages.inbound(MtlsMode.PERMISSIVE));
        receive(ResourceType.WORKLOAD, "n3", Messages.POD, "w1", Messages.workload());
        loops.swap();
        sent.clear();
    }

    void webWithBothBackends() {
        for (String name : List.of(V1, V2)) {
            receive(ResourceType.ENDPOINTS, "e" + name, name, "1", Messages.endpoints("10.1.0.1"));
            receive(ResourceType.BACKEND, "b" + name, name, "1", Messages.backend());
        }
        receive(ResourceType.DESTINATION, "d1", Messages.WEB, "1", Messages.service(V1, V2));
        loops.swap();
        sent.clear();
    }

    DeltaDiscoveryRequest onlyAnswer() {
        assertThat(sent).as("expected one answer").hasSize(1);
        return sent.getFirst();
    }

    static Rejection onlyRejection(DeltaDiscoveryRequest answer)
            throws InvalidProtocolBufferException {
        assertThat(answer.getErrorDetail().getDetailsCount()).isEqualTo(1);
        Rejections all = Rejections.parseFrom(answer.getErrorDetail().getDetails(0).getValue());
        assertThat(all.getRejectionsCount()).isEqualTo(1);
        return all.getRejections(0);
    }
}
