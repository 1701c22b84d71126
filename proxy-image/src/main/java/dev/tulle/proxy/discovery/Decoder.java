package dev.tulle.proxy.discovery;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;

/// The way of one type from the wire to the model. Pure: the same bytes give the same answer.
interface Decoder<T> {
    Decoded<T> decode(String name, ByteString bytes)
            throws InvalidProtocolBufferException, RefusedResourceException;
}
