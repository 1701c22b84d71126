package dev.tulle.proxy.exchange;

/// The sink of an answer towards a client, which also takes answers of the proxy's own.
public interface Answering extends HttpSink {
    /// Where the answer comes from now: told when this sink is writable again.
    void source(HttpSource source);

    /// The whole answer, made by the proxy; no final head may have been written before it.
    void answer(Verdict.Own own);
}
