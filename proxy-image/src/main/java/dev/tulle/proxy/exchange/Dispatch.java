package dev.tulle.proxy.exchange;

/// Gives a request to whoever answers it.
public interface Dispatch {
    /// The sink for the request. The answer comes to `answer`, possibly before this returns;
    /// `request` is told when its sink is writable again, or that nobody wants the rest.
    HttpSink dispatch(Exchange exchange, Answering answer, HttpSource request);
}
