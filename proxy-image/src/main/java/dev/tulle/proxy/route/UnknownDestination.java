package dev.tulle.proxy.route;

import dev.tulle.proxy.model.IpAddress;
import dev.tulle.proxy.model.LocalWorkload;

/// What becomes of a call to an address that discovery cannot be asked about. Inside the mesh it is
/// refused, or an outage would turn mTLS into plaintext; outside it goes on, or an outage would cut
/// databases off that the mesh has nothing to do with.
public enum UnknownDestination {
    REFUSED,
    PASSED_THROUGH;

    public static UnknownDestination of(LocalWorkload local, IpAddress called) {
        return local.inMesh(called) ? REFUSED : PASSED_THROUGH;
    }
}
