package dev.tulle.api.v1alpha1;

/// The methods of RFC 9110 and PATCH.
public enum HttpMethod {
    GET,
    HEAD,
    POST,
    PUT,
    PATCH,
    DELETE,
    OPTIONS,
    TRACE,
    CONNECT
}
