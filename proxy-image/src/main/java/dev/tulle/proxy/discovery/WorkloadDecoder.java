package dev.tulle.proxy.discovery;

import static dev.tulle.proxy.discovery.FieldReader.each;
import static dev.tulle.proxy.discovery.FieldReader.read;
import static dev.tulle.proxy.discovery.FieldReader.required;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import dev.tulle.contract.v1.Workload;
import dev.tulle.proxy.model.Cidr;
import dev.tulle.proxy.model.IpAddress;
import dev.tulle.proxy.model.LocalWorkload;
import java.util.List;
import java.util.Set;

/// `Workload`: the pod that this proxy serves.
final class WorkloadDecoder implements Decoder<LocalWorkload> {
    @Override
    public Decoded<LocalWorkload> decode(String name, ByteString bytes)
            throws InvalidProtocolBufferException, RefusedResourceException {
        Workload message = Workload.parseFrom(bytes);
        Requirements.check(message.getRequiresList());
        required("inbound", message.getInbound());
        required("trust_domain", message.getTrustDomain());
        if (!name.equals("pod/" + message.getUid())) {
            throw FieldReader.invalid(
                    "uid", "uid " + message.getUid() + " in " + name + ": expected the same pod");
        }
        LocalWorkload workload = workload(message);
        Set<ResourceKey> references =
                Set.of(
                        new ResourceKey(ResourceType.INBOUND, workload.inbound()),
                        new ResourceKey(ResourceType.TRUST_BUNDLE, workload.trustDomain()));
        return new Decoded<>(workload, SourceStamp.of(message.getSourcesList()), references);
    }

    private static LocalWorkload workload(Workload message) throws RefusedResourceException {
        List<IpAddress> addresses = each("addresses", message.getAddressesList(), IpAddress::parse);
        List<IpAddress> nodeAddresses =
                each("node_addresses", message.getNodeAddressesList(), IpAddress::parse);
        List<Cidr> meshRanges = each("mesh_ranges", message.getMeshRangesList(), Cidr::parse);
        LocalWorkload.Life life =
                message.getTerminating()
                        ? LocalWorkload.Life.TERMINATING
                        : LocalWorkload.Life.RUNNING;
        return read(
                "",
                () ->
                        new LocalWorkload(
                                message.getUid(),
                                message.getNamespace(),
                                message.getName(),
                                message.getOwnerKind(),
                                message.getOwnerName(),
                                message.getServiceAccount(),
                                message.getSpiffeId(),
                                message.getTrustDomain(),
                                addresses,
                                message.getNode(),
                                nodeAddresses,
                                message.getZone(),
                                message.getInbound(),
                                meshRanges,
                                life));
    }
}
