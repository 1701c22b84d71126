package dev.tulle.operator.compile;

import dev.tulle.contract.v1.Workload;
import dev.tulle.operator.resolve.Defaults;
import dev.tulle.operator.resolve.MeshIdentity;
import dev.tulle.operator.resolve.PodShape;
import dev.tulle.operator.resolve.Reads;
import dev.tulle.operator.view.Index;
import dev.tulle.operator.view.NodeView;
import dev.tulle.operator.view.ObjectName;
import dev.tulle.operator.view.PodView;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// A meshed pod for its own proxy. It carries the MeshInstall as its source and is sent last, so a
/// new version of the mesh touches one small message per proxy. Until the kubelet has told the
/// pod's address there is no Workload.
final class WorkloadTranslator {

    Optional<Translation> translate(WorkloadKey key, Reads reads) {
        return reads.find(PodView.class, Index.POD_BY_UID, key.uid()).stream()
                .filter(pod -> !pod.addresses().isEmpty())
                .findFirst()
                .map(pod -> workload(pod, reads));
    }

    private static Translation workload(PodView pod, Reads reads) {
        String trustDomain = Defaults.trustDomain(reads.install());
        InboundKey inbound = new InboundKey(PodShape.of(pod));
        Workload.Builder message =
                Workload.newBuilder()
                        .setUid(pod.meta().uid())
                        .setNamespace(pod.meta().namespace())
                        .setName(pod.name().name())
                        .setOwnerKind(pod.owner().kind())
                        .setOwnerName(pod.owner().name())
                        .setServiceAccount(pod.serviceAccount())
                        .setSpiffeId(MeshIdentity.of(trustDomain, pod))
                        .setTrustDomain(trustDomain)
                        .addAllAddresses(pod.addresses())
                        .setNode(pod.node())
                        .setInbound(inbound.name())
                        .addAllMeshRanges(reads.values(Index.MESH_RANGE))
                        .setTerminating(pod.meta().isDeleting());
        reads.find(NodeView.class, ObjectName.clusterScoped(pod.node()))
                .ifPresent(
                        node -> message.addAllNodeAddresses(node.addresses()).setZone(node.zone()));
        reads.install().ifPresent(install -> message.addSources(Sources.of(install)));
        return new Translation(
                message.build(),
                List.copyOf(message.getSourcesList()),
                Set.of(inbound, new TrustBundleKey(trustDomain)));
    }
}
