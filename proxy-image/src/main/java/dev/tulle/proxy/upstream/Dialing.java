package dev.tulle.proxy.upstream;

/// An attempt that waits for a connection.
record Dialing(Forwarding forwarding, Attempt begun, Reuse reuse) implements Opening.Waiter {
    @Override
    public boolean fresh() {
        return reuse == Reuse.FRESH;
    }

    @Override
    public boolean wanted() {
        return forwarding.isCurrent(begun);
    }

    @Override
    public void connected(HttpConnection connection) {
        begun.pick().connected();
        forwarding.attach(begun, connection);
    }

    @Override
    public void failed(ConnectFailure failure) {
        if (failure == ConnectFailure.OVERFLOW) {
            forwarding.overflow(begun, failure.error());
        } else {
            forwarding.connectFailed(begun, failure.error());
        }
    }
}
