package dev.tulle.operator.push;

import dev.tulle.contract.xds.DeltaDiscoveryResponse;
import io.grpc.Status;
import io.grpc.stub.ServerCallStreamObserver;
import java.util.concurrent.Executor;

/// The way back over one grpc call; messages are built and written off the thread of the view.
final class CallOutlet implements Outlet {

    private final ServerCallStreamObserver<DeltaDiscoveryResponse> call;
    private final Executor sending;

    CallOutlet(ServerCallStreamObserver<DeltaDiscoveryResponse> call, Executor sending) {
        this.call = call;
        this.sending = sending;
    }

    @Override
    public boolean isReady() {
        return call.isReady();
    }

    @Override
    public void receiveNext() {
        call.request(1);
    }

    @Override
    public void send(Outgoing response) {
        sending.execute(() -> {
            if (!call.isCancelled()) {
                call.onNext(Wire.response(response));
            }
        });
    }

    @Override
    public void end(Status status) {
        sending.execute(() -> {
            if (call.isCancelled()) {
                return;
            }
            if (status.isOk()) {
                call.onCompleted();
            } else {
                call.onError(status.asRuntimeException());
            }
        });
    }
}
