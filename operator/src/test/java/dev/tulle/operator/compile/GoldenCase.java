package dev.tulle.operator.compile;

import dev.tulle.operator.cluster.YamlObjects;
import dev.tulle.operator.view.ClusterObject;
import dev.tulle.operator.view.ClusterView;
import dev.tulle.operator.view.ObjectName;
import dev.tulle.operator.view.PodView;
import dev.tulle.operator.view.ServiceView;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/// A folder with the objects of a cluster, and everything that its proxies could ask for.
record GoldenCase(Path folder, List<ClusterObject> objects) {

    static final ObjectName BUNDLE = ObjectName.of("tulle-system", "tulle-trust-bundle");

    private static final Path CASES = Path.of("src/test/resources/golden/compile");

    static List<GoldenCase> all() {
        try (Stream<Path> folders = Files.list(CASES)) {
            List<GoldenCase> cases = new ArrayList<>();
            for (Path folder : folders.filter(Files::isDirectory).sorted().toList()) {
                String yaml = Files.readString(folder.resolve("in.yaml"));
                cases.add(new GoldenCase(folder, YamlObjects.read(yaml)));
            }
            return cases;
        } catch (IOException e) {
            throw new IllegalStateException("cannot read " + CASES.toAbsolutePath(), e);
        }
    }

    ClusterView view() {
        return YamlObjects.view(objects);
    }

    /// Every pod, every port of every cluster IP and pod, and an address outside of the mesh.
    static List<ResourceKey> demand(ClusterView view) {
        List<ResourceKey> keys = new ArrayList<>();
        for (PodView pod : view.all(PodView.class)) {
            keys.add(new WorkloadKey(pod.meta().uid()));
            pod.addresses()
                    .forEach(address ->
                            pod.ports()
                                    .forEach(port ->
                                            keys.add(new DestinationKey(address, port.number()))));
        }
        for (ServiceView service : view.all(ServiceView.class)) {
            service.clusterIps()
                    .forEach(address ->
                            service.ports()
                                    .forEach(port ->
                                            keys.add(new DestinationKey(address, port.number()))));
        }
        keys.add(new DestinationKey("198.51.100.7", 443));
        return keys;
    }

    /// What is sent for this demand: the closure, in the order of sending.
    static List<Compiled> closure(Compiler compiler, ClusterView view, List<ResourceKey> demand) {
        Deque<ResourceKey> open = new ArrayDeque<>(demand);
        Set<ResourceKey> seen = new HashSet<>(demand);
        List<Compiled> sent = new ArrayList<>();
        while (!open.isEmpty()) {
            compiler.compiled(open.pop(), view)
                    .ifPresent(compiled -> {
                        sent.add(compiled);
                        compiled.references().stream().filter(seen::add).forEach(open::add);
                    });
        }
        sent.sort(
                Comparator.comparing((Compiled compiled) -> compiled.key().type())
                        .thenComparing(compiled -> compiled.key().name()));
        return sent;
    }
}
