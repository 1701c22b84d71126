package dev.tulle.proxy.discovery;

import com.google.protobuf.ByteString;

/// A version of a resource that was understood. The bytes are kept for the copy on disk.
record Held<T>(ResourceKey key, String version, ByteString bytes, Decoded<T> decoded) {
    T value() {
        return decoded.value();
    }
}
