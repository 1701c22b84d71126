package dev.tulle.proxy.admin;

import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;

/// One thing that can be asked.
public interface AdminEndpoint {
    Method method();

    /// The path, or the part before the last segment with its slash when `rest` is wanted.
    String path();

    CompletionStage<Answer> answer(Query query);

    /// The methods there are.
    enum Method {
        GET,
        POST
    }

    /// What stands behind the path in the URL.
    ///
    /// @param rest of the path, empty for an exact match
    record Query(String rest, Map<String, List<String>> parameters) {
        String parameter(String name) {
            List<String> values = parameters.getOrDefault(name, List.of());
            return values.isEmpty() ? "" : values.getFirst();
        }
    }
}
