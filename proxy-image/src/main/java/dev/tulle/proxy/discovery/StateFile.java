package dev.tulle.proxy.discovery;

import com.google.protobuf.Any;
import com.google.protobuf.Value;
import dev.tulle.contract.xds.Node;
import dev.tulle.contract.xds.Resource;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;

/// What was accepted, on disk, for a restart while discovery is away: a `Node` that says whose it
/// is, then every resource, each with its length in front. A file of another pod or another
/// contract is no use and is not read.
final class StateFile {
    private static final String NAME = "state";

    private final Path directory;
    private final Node owner;

    StateFile(Path directory, Node owner) {
        this.directory = directory;
        this.owner = owner;
    }

    /// Replaces the file in one step, so that a crash leaves the old one or the new one.
    void write(Holdings holdings) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        owner.writeDelimitedTo(bytes);
        for (ResourceType type : ResourceType.values()) {
            List<Resource> resources = new ArrayList<>();
            holdings.forEach(type, (key, held) -> resources.add(resource(key, held)));
            for (Resource each : resources) {
                each.writeDelimitedTo(bytes);
            }
        }
        Path next = directory.resolve(NAME + ".next");
        Files.write(next, bytes.toByteArray());
        Files.move(
                next,
                directory.resolve(NAME),
                StandardCopyOption.ATOMIC_MOVE,
                StandardCopyOption.REPLACE_EXISTING);
    }

    private static Resource resource(ResourceKey key, Held<?> held) {
        return Resource.newBuilder()
                .setName(key.name())
                .setVersion(held.version())
                .setResource(
                        Any.newBuilder().setTypeUrl(key.type().typeUrl()).setValue(held.bytes()))
                .build();
    }

    /// The resources of the file, in the order in which they can be accepted; none when there is no
    /// file of this pod and contract.
    List<Resource> read() throws IOException {
        Path file = directory.resolve(NAME);
        if (!Files.isReadable(file)) {
            return List.of();
        }
        List<Resource> resources = new ArrayList<>();
        try (InputStream in = Files.newInputStream(file)) {
            Node node = Node.parseDelimitedFrom(in);
            if (node == null || !sameOwner(node)) {
                return List.of();
            }
            Resource next = Resource.parseDelimitedFrom(in);
            while (next != null) {
                resources.add(next);
                next = Resource.parseDelimitedFrom(in);
            }
        }
        return resources;
    }

    private boolean sameOwner(Node node) {
        return node.getId().equals(owner.getId()) && contract(node).equals(contract(owner));
    }

    private static Value contract(Node node) {
        return node.getMetadata().getFieldsOrDefault("contract", Value.getDefaultInstance());
    }
}
