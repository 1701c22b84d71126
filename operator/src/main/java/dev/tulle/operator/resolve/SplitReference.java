package dev.tulle.operator.resolve;

import dev.tulle.api.v1alpha1.TrafficRule;
import dev.tulle.api.v1alpha1.TrafficSplitSpec;
import dev.tulle.operator.view.SplitView;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A Service that a TrafficSplit names.
///
/// @param path where it stands, for sentences
/// @param without what becomes of its traffic while it is not there
record SplitReference(String path, String service, @Nullable Integer port, String without) {

    private static final String SHARED = "the others get its share";

    /// All of them, in the order of the object.
    static List<SplitReference> of(SplitView split) {
        List<SplitReference> references = new ArrayList<>();
        split.spec().backends().forEach(it -> references.add(share("spec.backends", it)));
        for (int i = 0; i < split.rules().size(); i++) {
            String path = "spec.rules[" + i + "].backends";
            List<TrafficSplitSpec.Backend> own = split.rules().get(i).backends();
            if (own != null) {
                own.forEach(it -> references.add(share(path, it)));
            }
            List<TrafficRule.Mirror> mirrors = split.rules().get(i).mirror();
            String mirror = "spec.rules[" + i + "].mirror";
            if (mirrors != null) {
                mirrors.forEach(it -> references.add(copies(mirror, it)));
            }
        }
        return references;
    }

    private static SplitReference copies(String path, TrafficRule.Mirror mirror) {
        return new SplitReference(path, mirror.service(), mirror.port(), "nothing is mirrored");
    }

    private static SplitReference share(String path, TrafficSplitSpec.Backend backend) {
        return new SplitReference(path, backend.service(), backend.port(), SHARED);
    }
}
