package dev.tulle.operator.cluster;

import dev.tulle.operator.cluster.Discrepancy.Version;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.GenericKubernetesResourceList;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.http.HttpResponse;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;

/// Which objects of a kind the API server has, in which version: a list of metadata alone, page by
/// page, past every cache of ours.
final class MetadataList {

    private static final String METADATA_ONLY =
            "application/json;as=PartialObjectMetadataList;g=meta.k8s.io;v=v1";
    private static final int PAGE = 500;
    private static final int SECONDS_FOR_A_PAGE = 30;

    private MetadataList() {}

    /// Versions by namespace and name, as [PruningStore#getKey] joins them.
    ///
    /// @throws IOException when the list is not complete
    static Map<String, Version> of(KubernetesClient client, Watched<?> watched) throws IOException {
        Map<String, Version> versions = new HashMap<>();
        String next = "";
        do {
            GenericKubernetesResourceList page = page(client, watched, next);
            for (GenericKubernetesResource object : items(page)) {
                ObjectMeta meta = object.getMetadata();
                versions.put(
                        MetaReader.text(meta.getNamespace()) + "/" + meta.getName(),
                        new Version(meta.getUid(), meta.getResourceVersion()));
            }
            next = MetaReader.text(page.getMetadata().getContinue());
        } while (!next.isEmpty());
        return versions;
    }

    /// The API server writes `null` for no object at all.
    private static List<GenericKubernetesResource> items(GenericKubernetesResourceList page) {
        return Objects.requireNonNullElse(page.getItems(), List.of());
    }

    private static GenericKubernetesResourceList page(
            KubernetesClient client, Watched<?> watched, String next) throws IOException {
        var request =
                client.getHttpClient()
                        .newHttpRequestBuilder()
                        .uri(
                                URI.create(client.getMasterUrl().toString())
                                        .resolve(path(watched) + query(watched, next)))
                        .header("Accept", METADATA_ONLY)
                        .build();
        HttpResponse<String> answer;
        try {
            answer =
                    client.getHttpClient()
                            .sendAsync(request, String.class)
                            .orTimeout(SECONDS_FOR_A_PAGE, TimeUnit.SECONDS)
                            .join();
        } catch (CompletionException e) {
            throw new IOException("no list of " + watched.resource(), e);
        }
        if (answer.code() != HttpURLConnection.HTTP_OK) {
            throw new IOException(
                    "no list of %s: the API server answered %d"
                            .formatted(watched.resource(), answer.code()));
        }
        return client.getKubernetesSerialization()
                .unmarshal(answer.body(), GenericKubernetesResourceList.class);
    }

    private static String path(Watched<?> watched) {
        String version = HasMetadata.getApiVersion(watched.type());
        String namespace = watched.scope().namespace();
        return (version.contains("/") ? "/apis/" : "/api/")
                + version
                + (namespace.isEmpty() ? "/" : "/namespaces/" + namespace + "/")
                + HasMetadata.getPlural(watched.type());
    }

    private static String field(String name) {
        return name.isEmpty()
                ? ""
                : "&fieldSelector="
                        + URLEncoder.encode(Watched.NAME + "=" + name, StandardCharsets.UTF_8);
    }

    private static String query(Watched<?> watched, String next) {
        return "?limit="
                + PAGE
                + "&labelSelector="
                + URLEncoder.encode(watched.scope().selector(), StandardCharsets.UTF_8)
                + field(watched.scope().name())
                + (next.isEmpty() ? "" : "&continue=" + next);
    }
}
