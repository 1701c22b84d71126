package dev.tulle.operator.push;

import dev.tulle.contract.xds.AggregatedDiscoveryServiceGrpc;
import dev.tulle.contract.xds.DeltaDiscoveryRequest;
import dev.tulle.contract.xds.DeltaDiscoveryResponse;
import dev.tulle.operator.certificates.SpiffeId;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// The grpc side of configuration streams: hands everything to the loop, in order.
final class DiscoveryService
        extends AggregatedDiscoveryServiceGrpc.AggregatedDiscoveryServiceImplBase {

    private final LoopThread loop;
    private final Executor sending;

    DiscoveryService(LoopThread loop, Executor sending) {
        this.loop = loop;
        this.sending = sending;
    }

    @Override
    public StreamObserver<DeltaDiscoveryRequest> deltaAggregatedResources(
            StreamObserver<DeltaDiscoveryResponse> responses) {
        ServerCallStreamObserver<DeltaDiscoveryResponse> call =
                (ServerCallStreamObserver<DeltaDiscoveryResponse>) responses;
        call.disableAutoRequest();
        Requests requests = new Requests();
        call.setOnReadyHandler(() -> requests.tell(Session::flush));
        call.setOnCancelHandler(() -> requests.tell(Session::gone));
        requests.open(Peer.current(), new CallOutlet(call, new InOrder(sending)));
        return requests;
    }

    /// What the client sends; the session lives on the loop's thread, where it is also made.
    private final class Requests implements StreamObserver<DeltaDiscoveryRequest> {

        private @Nullable Session session;

        void open(SpiffeId peer, Outlet outlet) {
            loop.run(pushLoop -> session = pushLoop.open(peer, outlet));
        }

        void tell(Consumer<Session> what) {
            loop.run(pushLoop -> {
                if (session != null) {
                    what.accept(session);
                }
            });
        }

        @Override
        public void onNext(DeltaDiscoveryRequest request) {
            loop.run(pushLoop -> {
                if (session != null) {
                    pushLoop.received(session, request);
                }
            });
        }

        @Override
        public void onError(Throwable error) {
            tell(Session::gone);
        }

        @Override
        public void onCompleted() {
            tell(Session::finish);
        }
    }
}
