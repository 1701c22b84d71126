package dev.tulle.operator.policy;

import dev.tulle.operator.cluster.ClusterInformers;
import dev.tulle.operator.report.Verdicts;
import dev.tulle.operator.status.StatusWriter;

/// What the reconciler of MeshPolicy works with.
public record PolicyRoom(ClusterInformers informers, Verdicts verdicts, StatusWriter statuses) {}
