package dev.tulle.operator.inject;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tulle.operator.certificates.Authority;
import dev.tulle.operator.certificates.AuthorityMint;
import dev.tulle.operator.certificates.Issuance;
import dev.tulle.operator.certificates.LeafIssuer;
import dev.tulle.operator.certificates.LeafRequest;
import dev.tulle.operator.certificates.LiveIdentity;
import dev.tulle.operator.certificates.PeerVerifier;
import dev.tulle.operator.certificates.ServingMaterial;
import dev.tulle.operator.certificates.SpiffeId;
import dev.tulle.operator.certificates.TrustBundle;
import io.vertx.core.Vertx;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.security.KeyStore;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// The webhook over real TLS, asked by the JDK's client as the API server would ask.
class WebhookServerLoopbackTest {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String POD =
            """
            {"apiVersion":"v1","kind":"Pod","metadata":{"name":"web"},
             "spec":{"serviceAccountName":"web","containers":[{"name":"web","image":"web:1"}]}}\
            """;

    private final Vertx vertx = Vertx.vertx();
    private final Webhooks authority = new Webhooks();
    private final LiveIdentity identity = new LiveIdentity(new PeerVerifier(Clock.systemUTC()));
    private final List<InjectionDecision> decisions = new ArrayList<>();
    private Optional<InjectionSettings> settings = Optional.of(Settings.plain());
    private final WebhookServer server = server();

    @BeforeEach
    void start() {
        identity.swap(authority.leaf());
        server.start();
    }

    @AfterEach
    void stop() {
        server.close();
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }

    @Test
    void answersWithAPatch() throws Exception {
        HttpResponse<String> answer = post(authority.client(), review(POD));

        JsonNode response = JSON.readTree(answer.body()).path("response");
        String patch =
                new String(
                        Base64.getDecoder().decode(response.path("patch").asText()),
                        StandardCharsets.UTF_8);
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(response.path("uid").asText()).isEqualTo("u-1");
        assertThat(response.path("allowed").asBoolean()).isTrue();
        assertThat(response.path("auditAnnotations").path("decision").asText())
                .isEqualTo("Injected");
        assertThat(patch).contains("tulle-proxy").contains("/spec/initContainers");
        assertThat(decisions).containsExactly(InjectionDecision.INJECTED);
    }

    @Test
    void refusesWithASentence() throws Exception {
        String pod =
                POD.replace(
                        "\"name\":\"web\",\"image\"",
                        "\"ports\":[{\"containerPort\":15001}],\"name\":\"web\",\"image\"");

        JsonNode response =
                JSON.readTree(post(authority.client(), review(pod)).body()).path("response");

        assertThat(response.path("allowed").asBoolean()).isFalse();
        assertThat(response.path("status").path("message").asText())
                .isEqualTo(
                        "container 'web' declares port 15001, which the mesh proxy needs: choose"
                            + " another port, or label the pod mesh.tulle.dev/inject: disabled");
    }

    @Test
    void isUnavailableBeforeThereIsAMeshInstall() throws Exception {
        settings = Optional.empty();

        HttpResponse<String> answer = post(authority.client(), review(POD));

        assertThat(answer.statusCode()).isEqualTo(503);
        assertThat(decisions).containsExactly(InjectionDecision.NOT_READY);
    }

    @Test
    void refusesBodyThatIsNoReview() throws Exception {
        assertThat(post(authority.client(), "{}").statusCode()).isEqualTo(400);
        assertThat(post(authority.client(), "x".repeat(4 << 20)).statusCode()).isEqualTo(413);
    }

    @Test
    void servesTheNewCertificateWithoutARestart() throws Exception {
        ServingMaterial renewed = authority.leaf();
        X509Certificate before = served();

        identity.swap(renewed);
        X509Certificate after = served();

        assertThat(before).isNotEqualTo(after);
        assertThat(after).isEqualTo(renewed.leaf());
    }

    private X509Certificate served() throws Exception {
        HttpResponse<String> answer = post(authority.client(), review(POD));
        return (X509Certificate) answer.sslSession().orElseThrow().getPeerCertificates()[0];
    }

    private HttpResponse<String> post(HttpClient client, String body) throws Exception {
        URI uri = URI.create("https://localhost:%d%s".formatted(server.port(), WebhookServer.PATH));
        try (client) {
            return client.send(
                    HttpRequest.newBuilder(uri)
                            .timeout(Duration.ofSeconds(10))
                            .POST(BodyPublishers.ofString(body))
                            .build(),
                    BodyHandlers.ofString());
        }
    }

    private static String review(String pod) {
        return """
        {"kind":"AdmissionReview","request":{"uid":"u-1","namespace":"shop",
         "kind":{"kind":"Pod"},"object":%s}}\
        """
                .formatted(pod);
    }

    private WebhookServer server() {
        InjectionObserver observer =
                new InjectionObserver() {
                    @Override
                    public void decided(InjectionDecision decision, Duration took) {
                        decisions.add(decision);
                    }

                    @Override
                    public void failed() {}
                };
        AdmissionEndpoint.Facts facts =
                new AdmissionEndpoint.Facts() {
                    @Override
                    public Optional<InjectionSettings> settings() {
                        return settings;
                    }

                    @Override
                    public Map<String, String> namespaceLabels(String namespace) {
                        return Map.of();
                    }
                };
        AdmissionEndpoint endpoint = new AdmissionEndpoint(JSON, facts, () -> 0, observer);
        return new WebhookServer(vertx, identity.keyManager(), endpoint, observer, 0);
    }

    /// An authority for the webhook's leaves.
    private static final class Webhooks {
        private static final String DOMAIN = "webhook.cluster.local";
        private final SecureRandom random = new SecureRandom();
        private final AuthorityMint mint = new AuthorityMint(Clock.systemUTC(), random);
        private final Authority authority = mint.mint(DOMAIN, 1, mint.newKey(), mint.newKey());

        ServingMaterial leaf() {
            LeafRequest request =
                    new LeafRequest(
                            SpiffeId.workload(DOMAIN, "tulle-system", "tulle-webhook"),
                            List.of("localhost"),
                            Duration.ofHours(24));
            return switch (new LeafIssuer(Clock.systemUTC(), random).issue(authority, request)) {
                case Issuance.Issued issued ->
                        new ServingMaterial(
                                issued.leaf().chain(),
                                issued.leaf().key(),
                                TrustBundle.of(DOMAIN, 1, List.of(authority.root())));
                case Issuance.AuthorityEnds ends -> throw new AssertionError(ends.sentence());
            };
        }

        HttpClient client() throws Exception {
            KeyStore roots = KeyStore.getInstance("PKCS12");
            roots.load(null, null);
            roots.setCertificateEntry("root", authority.root());
            TrustManagerFactory trust = TrustManagerFactory.getInstance("PKIX");
            trust.init(roots);
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, trust.getTrustManagers(), random);
            return HttpClient.newBuilder().sslContext(context).build();
        }
    }
}
