package dev.tulle.operator.view;

/// The kinds of objects that a view holds.
public enum ViewKind {
    NAMESPACE(NamespaceView.class),
    SERVICE(ServiceView.class),
    SLICE(SliceView.class),
    POD(PodView.class),
    NODE(NodeView.class),
    SERVICE_ACCOUNT(ServiceAccountView.class),
    SERVICE_CIDR(ServiceCidrView.class),
    DEPLOYMENT(DeploymentView.class),
    CONFIG_MAP(ConfigMapView.class),
    SECRET(SecretView.class),
    AFFINITY_KEYS(AffinityKeysView.class),
    INSTALL(InstallView.class),
    AUTHORITY(AuthorityView.class),
    SPLIT(SplitView.class),
    POLICY(PolicyView.class);

    private final Class<? extends ClusterObject> type;

    ViewKind(Class<? extends ClusterObject> type) {
        this.type = type;
    }

    public static ViewKind of(Class<? extends ClusterObject> type) {
        for (ViewKind kind : values()) {
            if (kind.type == type) {
                return kind;
            }
        }
        throw new IllegalArgumentException("no kind of the view is kept as " + type.getName());
    }
}
