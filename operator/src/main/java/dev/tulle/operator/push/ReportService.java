package dev.tulle.operator.push;

import dev.tulle.contract.v1.Report;
import dev.tulle.contract.v1.ReportAck;
import dev.tulle.contract.v1.ReportsGrpc;
import dev.tulle.operator.certificates.SpiffeId;
import io.grpc.Status;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;

/// The grpc side of what proxies report; taken only from who holds the configuration stream of the
/// same pod here.
final class ReportService extends ReportsGrpc.ReportsImplBase {

    private final LoopThread loop;

    ReportService(LoopThread loop) {
        this.loop = loop;
    }

    @Override
    public StreamObserver<Report> stream(StreamObserver<ReportAck> acks) {
        ServerCallStreamObserver<ReportAck> call = (ServerCallStreamObserver<ReportAck>) acks;
        call.disableAutoRequest();
        call.request(1);
        call.setOnCancelHandler(() -> {});
        return new Incoming(Peer.current(), call);
    }

    private final class Incoming implements StreamObserver<Report> {

        private final SpiffeId peer;
        private final ServerCallStreamObserver<ReportAck> call;

        Incoming(SpiffeId peer, ServerCallStreamObserver<ReportAck> call) {
            this.peer = peer;
            this.call = call;
        }

        @Override
        public void onNext(Report report) {
            loop.run(pushLoop -> answer(pushLoop.reported(peer, report)));
        }

        @Override
        public void onError(Throwable error) {}

        @Override
        public void onCompleted() {
            call.onCompleted();
        }

        private void answer(PushLoop.Reported reported) {
            if (call.isCancelled()) {
                return;
            }
            switch (reported) {
                case TAKEN -> {
                    call.onNext(ReportAck.getDefaultInstance());
                    call.request(1);
                }
                case NOT_YOURS ->
                        call.onError(
                                Status.PERMISSION_DENIED
                                        .withDescription(
                                                peer + " has no configuration stream of this pod")
                                        .asRuntimeException());
            }
        }
    }
}
