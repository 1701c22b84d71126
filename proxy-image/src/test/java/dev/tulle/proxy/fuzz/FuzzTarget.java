package dev.tulle.proxy.fuzz;

/// What must hold for every input of a parser. All that happens follows from the input alone, so
/// that a failure is seen again with the same bytes.
public interface FuzzTarget {
    /// Throws when it does not hold.
    void test(byte[] input);
}
