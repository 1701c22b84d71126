package dev.tulle.operator.traffic;

import dev.tulle.operator.cluster.ClusterInformers;
import dev.tulle.operator.report.Verdicts;
import dev.tulle.operator.status.StatusWriter;

/// What the reconciler of TrafficSplit works with.
public record TrafficRoom(ClusterInformers informers, Verdicts verdicts, StatusWriter statuses) {}
