package dev.tulle.proxy.exchange;

/// The part of a message before its body.
public sealed interface Head permits RequestHead, ResponseHead {
    Fields fields();
}
