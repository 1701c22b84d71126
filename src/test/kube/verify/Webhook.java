import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.util.Base64;
import java.util.regex.Pattern;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;

/** A mutating webhook for pods: adds the label hooked=yes, and refuses a pod named "forbidden". */
final class Webhook {
    private static final char[] PASSWORD = "changeit".toCharArray();
    private static final Pattern UID = Pattern.compile("\"uid\":\"([^\"]+)\"");
    private static final String PATCH =
            """
            [{"op": "add", "path": "/metadata/labels/hooked", "value": "yes"}]""";
    private static final String REVIEW =
            """
            {"apiVersion": "admission.k8s.io/v1", "kind": "AdmissionReview",
             "response": {"uid": "%s", %s}}""";

    public static void main(String[] args) throws Exception {
        var server = HttpsServer.create(new InetSocketAddress(8443), 0);
        server.setHttpsConfigurator(new HttpsConfigurator(tls(Path.of("/tls/tls.p12"))));
        server.createContext("/", Webhook::review);
        server.start();
    }

    private static SSLContext tls(Path keys) throws Exception {
        var store = KeyStore.getInstance("PKCS12");
        try (var in = Files.newInputStream(keys)) {
            store.load(in, PASSWORD);
        }
        var managers = KeyManagerFactory.getInstance("PKIX");
        managers.init(store, PASSWORD);
        var context = SSLContext.getInstance("TLS");
        context.init(managers.getKeyManagers(), null, null);
        return context;
    }

    private static void review(HttpExchange exchange) throws IOException {
        try (exchange) {
            var request = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
            var uid = UID.matcher(request);
            var answer = REVIEW.formatted(uid.find() ? uid.group(1) : "", verdict(request)).getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().add("Content-Type", "application/json");
            exchange.sendResponseHeaders(200, answer.length);
            exchange.getResponseBody().write(answer);
        }
    }

    private static String verdict(String request) {
        if (request.contains("\"name\":\"forbidden\"")) {
            return "\"allowed\": false, \"status\": {\"message\": \"the name is forbidden\"}";
        }
        var patch = Base64.getEncoder().encodeToString(PATCH.getBytes(StandardCharsets.UTF_8));
        return "\"allowed\": true, \"patchType\": \"JSONPatch\", \"patch\": \"%s\"".formatted(patch);
    }
}
