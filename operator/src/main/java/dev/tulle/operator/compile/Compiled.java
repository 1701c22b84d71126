package dev.tulle.operator.compile;

import com.google.protobuf.ByteString;
import com.google.protobuf.Message;
import dev.tulle.contract.v1.Source;
import java.util.List;
import java.util.Set;

/// A resource as it is sent, encoded once and shared by all streams.
///
/// @param version hash of the bytes
/// @param sources the objects whose status waits for its acknowledgement
/// @param references the resources that a proxy needs before it can use this one
public record Compiled(
        ResourceKey key,
        Message message,
        ByteString bytes,
        String version,
        List<Source> sources,
        Set<ResourceKey> references) {

    public Compiled {
        sources = List.copyOf(sources);
        references = Set.copyOf(references);
    }

    /// The contract has no map fields, so plain encoding gives equal bytes for equal messages.
    static Compiled of(ResourceKey key, Translation translation) {
        ByteString bytes = translation.message().toByteString();
        return new Compiled(
                key,
                translation.message(),
                bytes,
                ContentHash.of(bytes.toByteArray()),
                translation.sources(),
                translation.references());
    }
}
