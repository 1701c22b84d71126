package dev.tulle.operator.view;

/// How far a Deployment of ours is.
///
/// @param replicas that it asks for
/// @param present pods, also those of an older template
/// @param updated pods of the newest template, ready or not
/// @param available pods that serve, of any template
public record DeploymentView(
        Meta meta, long observedGeneration, int replicas, int present, int updated, int available)
        implements ClusterObject {

    @Override
    public DeploymentView withMeta(Meta other) {
        return new DeploymentView(other, observedGeneration, replicas, present, updated, available);
    }
}
