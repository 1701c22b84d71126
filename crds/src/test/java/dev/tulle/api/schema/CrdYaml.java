package dev.tulle.api.schema;

import dev.tulle.api.v1alpha1.CertificateAuthority;
import dev.tulle.api.v1alpha1.MeshInstall;
import dev.tulle.api.v1alpha1.MeshPolicy;
import dev.tulle.api.v1alpha1.TrafficSplit;
import io.fabric8.crdv2.generator.CRDGenerator;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.SortedMap;
import java.util.TreeMap;

/// The CRD YAML as it follows from the records, and as it is committed: file name to text.
final class CrdYaml {
    static final Path COMMITTED = Path.of("src/main/resources/crds");

    private CrdYaml() {}

    @SuppressWarnings(
            "unchecked") // generic array of CustomResource classes, as the generator asks for it
    static SortedMap<String, String> generated(Path directory) throws IOException {
        new CRDGenerator()
                .customResourceClasses(
                        MeshInstall.class,
                        TrafficSplit.class,
                        MeshPolicy.class,
                        CertificateAuthority.class)
                .forCRDVersions("v1")
                .withPostProcessor(new CrdCompletion())
                .withMinQuotes(true)
                .inOutputDir(directory.toFile())
                .generate();
        var texts = new TreeMap<String, String>();
        read(directory).forEach((name, text) -> texts.put(name.replace("-v1.yml", ".yaml"), text));
        return texts;
    }

    static SortedMap<String, String> committed() throws IOException {
        return read(COMMITTED);
    }

    static SortedMap<String, String> read(Path directory) throws IOException {
        var texts = new TreeMap<String, String>();
        try (var files = Files.list(directory)) {
            for (Path file : files.toList()) {
                texts.put(file.getFileName().toString(), Files.readString(file));
            }
        }
        return texts;
    }
}
