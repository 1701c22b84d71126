package dev.tulle.operator.compile;

import dev.tulle.contract.v1.Source;
import dev.tulle.operator.view.InstallView;
import dev.tulle.operator.view.Meta;
import dev.tulle.operator.view.PolicyView;
import dev.tulle.operator.view.SplitView;

/// The objects that a resource was made from, as proxies name them in acknowledgements.
final class Sources {

    private Sources() {}

    static Source of(SplitView split) {
        return source("TrafficSplit", split.meta());
    }

    static Source of(PolicyView policy) {
        return source("MeshPolicy", policy.meta());
    }

    static Source of(InstallView install) {
        return source("MeshInstall", install.meta());
    }

    private static Source source(String kind, Meta meta) {
        return Source.newBuilder()
                .setKind(kind)
                .setNamespace(meta.namespace())
                .setName(meta.name().name())
                .setUid(meta.uid())
                .setGeneration(meta.generation())
                .build();
    }
}
