package dev.tulle.operator.view;

/// A ServiceAccount: owner of the Secret that holds its identity.
public record ServiceAccountView(Meta meta) implements ClusterObject {

    @Override
    public ServiceAccountView withMeta(Meta other) {
        return new ServiceAccountView(other);
    }
}
