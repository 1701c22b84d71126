package dev.tulle.operator.cluster;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.http.HttpResponse;
import java.io.IOException;
import java.net.URI;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;

/// The API server's clock, as the `Date` of its answers tells it, to the second.
public final class ApiServerClock {

    private static final int PATIENCE_SECONDS = 10;
    private static final Duration MEAN_OF_A_WHOLE_SECOND = Duration.ofMillis(500);

    private final KubernetesClient client;
    private final InstantSource clock;

    public ApiServerClock(KubernetesClient client, InstantSource clock) {
        this.client = client;
        this.clock = clock;
    }

    /// How far our clock is ahead of it, in the middle of a question and its answer.
    ///
    /// @throws IOException when it does not answer, or not with a date
    public Duration ours() throws IOException {
        Instant asked = clock.instant();
        Instant theirs = date();
        Instant middle = asked.plus(Duration.between(asked, clock.instant()).dividedBy(2));
        return Duration.between(theirs.plus(MEAN_OF_A_WHOLE_SECOND), middle);
    }

    private Instant date() throws IOException {
        var request =
                client.getHttpClient()
                        .newHttpRequestBuilder()
                        .uri(URI.create(client.getMasterUrl().toString()).resolve("/version"))
                        .build();
        try {
            HttpResponse<String> answer =
                    client.getHttpClient()
                            .sendAsync(request, String.class)
                            .orTimeout(PATIENCE_SECONDS, TimeUnit.SECONDS)
                            .join();
            String date = answer.header("date");
            if (date == null) {
                throw new IOException("the answer of the API server has no date");
            }
            return ZonedDateTime.parse(date, DateTimeFormatter.RFC_1123_DATE_TIME).toInstant();
        } catch (CompletionException | DateTimeException e) {
            throw new IOException("the API server does not say what time it is: " + e, e);
        }
    }
}
