package dev.tulle.proxy.model;

import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// What a request must look like; all of it must hold. No methods: any method.
public record RouteMatch(
        @Nullable TextMatch path,
        Set<String> methods,
        List<FieldMatch> headers,
        List<FieldMatch> query,
        List<FieldMatch> cookies) {
    public RouteMatch {
        methods = Set.copyOf(methods);
        headers = List.copyOf(headers);
        query = List.copyOf(query);
        cookies = List.copyOf(cookies);
        if (path == null
                && methods.isEmpty()
                && headers.isEmpty()
                && query.isEmpty()
                && cookies.isEmpty()) {
            throw new IllegalArgumentException(
                    "a match that says nothing: expected a path, method, header, query or cookie");
        }
    }
}
