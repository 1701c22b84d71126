package dev.tulle.operator.push;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.Any;
import dev.tulle.contract.v1.Rejection;
import dev.tulle.contract.v1.RejectionReason;
import dev.tulle.contract.v1.Rejections;
import dev.tulle.contract.v1.Report;
import dev.tulle.contract.v1.ReportAck;
import dev.tulle.contract.v1.ReportsGrpc;
import dev.tulle.contract.xds.AggregatedDiscoveryServiceGrpc;
import dev.tulle.contract.xds.DeltaDiscoveryRequest;
import dev.tulle.contract.xds.DeltaDiscoveryResponse;
import dev.tulle.contract.xds.Node;
import dev.tulle.operator.certificates.LiveIdentity;
import dev.tulle.operator.compile.ResourceType;
import io.grpc.ManagedChannel;
import io.grpc.Status;
import io.grpc.netty.GrpcSslContexts;
import io.grpc.netty.NettyChannelBuilder;
import io.grpc.stub.StreamObserver;
import io.netty.handler.ssl.SslContextBuilder;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLException;

/// A proxy that speaks delta xDS over mutual TLS and does with it what a test tells it to.
final class FakeProxy implements AutoCloseable {

    /// How long anything may take that a test waits for.
    static final Duration PATIENCE = Duration.ofSeconds(10);

    /// What the proxy does with a response.
    enum Manner {
        ACKNOWLEDGE,
        REFUSE,
        STALL
    }

    private final ManagedChannel channel;
    private final String podUid;
    private final BlockingQueue<DeltaDiscoveryResponse> responses = new LinkedBlockingQueue<>();
    private final CompletableFuture<Status> end = new CompletableFuture<>();
    private final Map<String, Map<String, String>> held = new ConcurrentHashMap<>();
    private final StreamObserver<DeltaDiscoveryRequest> requests;
    private volatile Manner manner = Manner.ACKNOWLEDGE;

    FakeProxy(int port, LiveIdentity identity, String podUid) throws SSLException {
        this.podUid = podUid;
        this.channel =
                NettyChannelBuilder.forAddress("127.0.0.1", port)
                        .overrideAuthority("discovery.test")
                        .sslContext(
                                GrpcSslContexts.configure(
                                                SslContextBuilder.forClient()
                                                        .keyManager(identity.keyManager())
                                                        .trustManager(
                                                                identity.trustManager(
                                                                        refused -> {})))
                                        .build())
                        .build();
        this.requests =
                AggregatedDiscoveryServiceGrpc.newStub(channel)
                        .deltaAggregatedResources(new Responses());
    }

    /// Opens all types as a proxy does at start: closure types first, then its Workload.
    FakeProxy start(String... destinations) {
        return start(Map.of(), destinations);
    }

    /// The same for a proxy that comes back with what it holds, by type URL and name.
    FakeProxy start(Map<String, Map<String, String>> versions, String... destinations) {
        boolean first = true;
        for (ResourceType type : ResourceType.values()) {
            var request =
                    DeltaDiscoveryRequest.newBuilder()
                            .setTypeUrl(type.typeUrl())
                            .putAllInitialResourceVersions(
                                    versions.getOrDefault(type.typeUrl(), Map.of()))
                            .addAllResourceNamesSubscribe(names(type, destinations));
            if (first) {
                request.setNode(Node.newBuilder().setId(podUid));
                first = false;
            }
            send(request.build());
        }
        return this;
    }

    private List<String> names(ResourceType type, String... destinations) {
        return switch (type) {
            case WORKLOAD -> List.of("pod/" + podUid);
            case DESTINATION -> List.of(destinations);
            case TRUST_BUNDLE, ENDPOINTS, BACKEND, ROUTES, INBOUND -> List.of();
        };
    }

    void behave(Manner newManner) {
        manner = newManner;
    }

    void send(DeltaDiscoveryRequest request) {
        requests.onNext(request);
    }

    void subscribe(String destination) {
        send(
                DeltaDiscoveryRequest.newBuilder()
                        .setTypeUrl(ResourceType.DESTINATION.typeUrl())
                        .addResourceNamesSubscribe(destination)
                        .build());
    }

    /// The next response, which must come in time.
    DeltaDiscoveryResponse next() {
        DeltaDiscoveryResponse response = poll(PATIENCE);
        assertThat(response).as("a response within %s", PATIENCE).isNotNull();
        return response;
    }

    /// The next response of a type; others are passed over.
    DeltaDiscoveryResponse next(ResourceType type) {
        DeltaDiscoveryResponse response = next();
        while (!response.getTypeUrl().equals(type.typeUrl())) {
            response = next();
        }
        return response;
    }

    /// Fails when anything comes within a time.
    void expectSilence(Duration time) {
        assertThat(poll(time)).as("response within %s of silence", time).isNull();
    }

    /// Passes over what comes until nothing has come for a time.
    void awaitSilence(Duration time) {
        DeltaDiscoveryResponse last = poll(time);
        while (last != null) {
            last = poll(time);
        }
    }

    /// How discovery ended the stream.
    Status end() {
        return end.orTimeout(PATIENCE.toSeconds(), TimeUnit.SECONDS).join();
    }

    /// What is held, by type URL and name.
    Map<String, Map<String, String>> held() {
        Map<String, Map<String, String>> copy = new HashMap<>();
        held.forEach((type, versions) -> copy.put(type, Map.copyOf(versions)));
        return copy;
    }

    /// Sends a report; completes with what discovery says.
    CompletableFuture<Status> report(Report report) {
        CompletableFuture<Status> taken = new CompletableFuture<>();
        ReportsGrpc.newStub(channel).stream(
                        new StreamObserver<ReportAck>() {
                            @Override
                            public void onNext(ReportAck ack) {
                                taken.complete(Status.OK);
                            }

                            @Override
                            public void onError(Throwable error) {
                                taken.complete(Status.fromThrowable(error));
                            }

                            @Override
                            public void onCompleted() {}
                        })
                .onNext(report);
        return taken.orTimeout(PATIENCE.toSeconds(), TimeUnit.SECONDS);
    }

    /// Cuts the connection.
    @Override
    public void close() {
        channel.shutdownNow();
    }

    private DeltaDiscoveryResponse poll(Duration time) {
        try {
            return responses.poll(time.toNanos(), TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
            throw new IllegalStateException("interrupted while waiting for a response", e);
        }
    }

    private void answer(DeltaDiscoveryResponse response) {
        switch (manner) {
            case STALL -> {}
            case ACKNOWLEDGE -> {
                hold(response);
                send(answerTo(response).build());
            }
            case REFUSE -> send(answerTo(response).setErrorDetail(refusal(response)).build());
        }
    }

    private void hold(DeltaDiscoveryResponse response) {
        Map<String, String> ofType =
                held.computeIfAbsent(response.getTypeUrl(), _ -> new ConcurrentHashMap<>());
        response.getResourcesList().forEach(r -> ofType.put(r.getName(), r.getVersion()));
        response.getRemovedResourcesList().forEach(ofType::remove);
    }

    static DeltaDiscoveryRequest.Builder answerTo(DeltaDiscoveryResponse response) {
        return DeltaDiscoveryRequest.newBuilder()
                .setTypeUrl(response.getTypeUrl())
                .setResponseNonce(response.getNonce());
    }

    private static dev.tulle.contract.xds.Status refusal(DeltaDiscoveryResponse response) {
        Rejections.Builder rejections = Rejections.newBuilder();
        response.getResourcesList()
                .forEach(resource ->
                        rejections.addRejections(
                                Rejection.newBuilder()
                                        .setTypeUrl(response.getTypeUrl())
                                        .setName(resource.getName())
                                        .setVersion(resource.getVersion())
                                        .setReason(RejectionReason.INVALID_FIELD)
                                        .setField("backends[0].weight")
                                        .setSentence("too heavy")));
        return dev.tulle.contract.xds.Status.newBuilder()
                .setCode(3)
                .addDetails(Any.pack(rejections.build()))
                .build();
    }

    private final class Responses implements StreamObserver<DeltaDiscoveryResponse> {

        @Override
        public void onNext(DeltaDiscoveryResponse response) {
            answer(response);
            responses.add(response);
        }

        @Override
        public void onError(Throwable error) {
            end.complete(Status.fromThrowable(error));
        }

        @Override
        public void onCompleted() {
            end.complete(Status.OK);
        }
    }
}
