package dev.tulle.operator.push;

import io.grpc.Status;

/// The way back to one client.
interface Outlet {

    /// Whether what was sent last has left for the network.
    boolean isReady();

    /// The client may send its next request.
    void receiveNext();

    void send(Outgoing response);

    /// The last word on this stream.
    void end(Status status);
}
