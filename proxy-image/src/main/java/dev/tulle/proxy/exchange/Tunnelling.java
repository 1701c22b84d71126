package dev.tulle.proxy.exchange;

/// Whether a request asks for bytes both ways behind its answer. Between engines it looks the same
/// whichever version of HTTP carries it: an Upgrade (RFC 9110 section 7.8) is a GET with `upgrade`
/// that is granted by 101, and the engine of HTTP/2 makes extended CONNECT of it (RFC 8441);
/// CONNECT (RFC 9110 section 9.3.6) has its authority as target and is granted by any 2xx.
///
/// The request goes where any other one goes. What a CONNECT names is for whoever answers it: no
/// address is ever taken from it.
public enum Tunnelling {
    NONE,
    UPGRADE,
    CONNECT;

    /// Whether bytes follow an answer with that status.
    public boolean grantedBy(int status) {
        return switch (this) {
            case NONE -> false;
            case UPGRADE -> status == ResponseHead.SWITCHING;
            case CONNECT -> status >= 200 && status < 300;
        };
    }
}
