package dev.tulle.operator.view;

/// An object of the cluster as the view keeps it.
public sealed interface ClusterObject
        permits NamespaceView,
                ServiceView,
                SliceView,
                PodView,
                NodeView,
                ServiceAccountView,
                ServiceCidrView,
                DeploymentView,
                ConfigMapView,
                SecretView,
                AffinityKeysView,
                InstallView,
                AuthorityView,
                SplitView,
                PolicyView {

    Meta meta();

    /// The same content under another resourceVersion.
    ClusterObject withMeta(Meta meta);

    default ObjectName name() {
        return meta().name();
    }

    /// Whether the other one says the same; a write that changed nothing we read is no change.
    default boolean sameContent(ClusterObject other) {
        return meta().withResourceVersion("").equals(other.meta().withResourceVersion(""))
                && equals(other.withMeta(meta()));
    }
}
