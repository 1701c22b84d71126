package dev.tulle.proxy.model;

/// One pod behind a backend. `spiffeId` is what a meshed endpoint must prove and empty when it is
/// not meshed; `contract` is the contract number of its proxy, 0 when it has none. Zone and node
/// are empty where nobody prefers one to another.
public record Endpoint(
        Address address,
        EndpointState state,
        String spiffeId,
        int contract,
        String podUid,
        String workload,
        String zone,
        String node) {
    public Endpoint {
        if (contract < 0) {
            throw new IllegalArgumentException(
                    "contract " + contract + " of " + address + ": expected 0 or more");
        }
        if (spiffeId.isEmpty() != (contract == 0)) {
            throw new IllegalArgumentException(
                    address
                            + " has contract "
                            + contract
                            + " and identity '"
                            + spiffeId
                            + "': expected both or neither");
        }
    }

    public Endpoint(
            Address address,
            EndpointState state,
            String spiffeId,
            int contract,
            String podUid,
            String workload) {
        this(address, state, spiffeId, contract, podUid, workload, "", "");
    }

    public boolean meshed() {
        return contract > 0;
    }
}
