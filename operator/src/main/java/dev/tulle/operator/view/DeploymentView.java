package dev.tulle.operator.view;

/// How far a Deployment of ours is.
public record DeploymentView(
        Meta meta, long observedGeneration, int replicas, int updated, int available)
        implements ClusterObject {

    @Override
    public DeploymentView withMeta(Meta other) {
        return new DeploymentView(other, observedGeneration, replicas, updated, available);
    }
}
