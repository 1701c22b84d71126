package dev.tulle.api.v1alpha1;

import io.fabric8.kubernetes.api.model.Namespaced;
import io.fabric8.kubernetes.client.CustomResource;
import io.fabric8.kubernetes.model.annotation.Group;
import io.fabric8.kubernetes.model.annotation.Plural;
import io.fabric8.kubernetes.model.annotation.ShortNames;
import io.fabric8.kubernetes.model.annotation.Version;

/// Where requests for one Service go.
@Group("mesh.tulle.dev")
@Version("v1alpha1")
@Plural("trafficsplits")
@ShortNames("ts")
public final class TrafficSplit extends CustomResource<TrafficSplitSpec, TrafficSplitStatus>
        implements Namespaced {}
