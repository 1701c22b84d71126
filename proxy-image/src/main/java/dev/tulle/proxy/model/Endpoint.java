package dev.tulle.proxy.model;

/// One pod behind a backend. `spiffeId` is what a meshed endpoint must prove and empty when it is
/// not meshed; `contract` is the contract number of its proxy, 0 when it has none.
public record Endpoint(
        Address address,
        EndpointState state,
        String spiffeId,
        int contract,
        String podUid,
        String workload) {
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

    public boolean meshed() {
        return contract > 0;
    }
}
