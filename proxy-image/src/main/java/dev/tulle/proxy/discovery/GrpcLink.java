package dev.tulle.proxy.discovery;

import dev.tulle.contract.v1.Report;
import dev.tulle.contract.v1.ReportAck;
import dev.tulle.contract.v1.ReportsGrpc;
import dev.tulle.contract.xds.AggregatedDiscoveryServiceGrpc;
import dev.tulle.contract.xds.DeltaDiscoveryRequest;
import dev.tulle.contract.xds.DeltaDiscoveryResponse;
import io.grpc.ManagedChannel;
import io.grpc.Status;
import io.grpc.stub.ClientCallStreamObserver;
import io.grpc.stub.ClientResponseObserver;
import io.grpc.stub.StreamObserver;
import org.jspecify.annotations.Nullable;

/// One channel with the configuration stream, whose end ends the link, and the report stream, which
/// is opened with the first report and opened again when it breaks alone.
final class GrpcLink implements Link {
    private final ManagedChannel channel;
    private final Listener listener;
    private @Nullable ClientCallStreamObserver<DeltaDiscoveryRequest> requests;
    private @Nullable StreamObserver<Report> reports;
    private boolean over;

    GrpcLink(ManagedChannel channel, Listener listener) {
        this.channel = channel;
        this.listener = listener;
    }

    void open() {
        if (!over) {
            AggregatedDiscoveryServiceGrpc.newStub(channel)
                    .deltaAggregatedResources(new Responses());
        }
    }

    @Override
    public void send(DeltaDiscoveryRequest request) {
        if (!over && requests != null) {
            requests.onNext(request);
        }
    }

    @Override
    public void report(Report report) {
        if (over) {
            return;
        }
        if (reports == null) {
            reports = ReportsGrpc.newStub(channel).stream(new Acks());
        }
        reports.onNext(report);
    }

    @Override
    public void close() {
        over = true;
        channel.shutdownNow();
    }

    private void end(String why) {
        if (!over) {
            close();
            listener.closed(why);
        }
    }

    /// Status and description, and the innermost cause: grpc wraps what TLS said.
    private static String reason(Throwable error) {
        Status status = Status.fromThrowable(error);
        Throwable cause = status.getCause();
        while (cause != null && cause.getCause() != null) {
            cause = cause.getCause();
        }
        String text = status.getCode() + " " + status.getDescription();
        return cause == null ? text : text + ": " + cause.getMessage();
    }

    private final class Responses
            implements ClientResponseObserver<DeltaDiscoveryRequest, DeltaDiscoveryResponse> {
        private boolean opened;

        @Override
        public void beforeStart(ClientCallStreamObserver<DeltaDiscoveryRequest> stream) {
            requests = stream;
            stream.setOnReadyHandler(this::ready);
        }

        private void ready() {
            if (!opened && !over) {
                opened = true;
                listener.opened();
            }
        }

        @Override
        public void onNext(DeltaDiscoveryResponse response) {
            if (!over) {
                listener.received(response);
            }
        }

        @Override
        public void onError(Throwable error) {
            end(reason(error));
        }

        @Override
        public void onCompleted() {
            end("discovery ended the stream");
        }
    }

    private final class Acks implements StreamObserver<ReportAck> {
        @Override
        public void onNext(ReportAck ack) {
            if (!over) {
                listener.reportTaken();
            }
        }

        @Override
        public void onError(Throwable error) {
            reports = null;
        }

        @Override
        public void onCompleted() {
            reports = null;
        }
    }
}
