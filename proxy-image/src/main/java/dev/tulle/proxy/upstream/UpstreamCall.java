package dev.tulle.proxy.upstream;

import dev.tulle.proxy.exchange.HttpSink;
import dev.tulle.proxy.exchange.HttpSource;

/// One request on a connection to an endpoint: takes the request and is the source of its answer.
public interface UpstreamCall extends HttpSink, HttpSource {}
