package dev.tulle.operator.authority;

import dev.tulle.operator.certificates.AuthorityName;

/// Where one generation of an authority lives.
///
/// @param prefix of the two Secrets' names
record AuthorityHome(
        AuthorityName name, String namespace, String prefix, String trustDomain, int generation) {
    /// Trust domain of the webhook's own authority: no workload's id can ever be in it.
    private static final String WEBHOOK_DOMAIN = "tulle-webhook";

    /// Rotation to later generations is not there yet.
    private static final int FIRST = 1;

    static AuthorityHome mesh(String namespace, String trustDomain) {
        return new AuthorityHome(AuthorityName.MESH, namespace, "tulle-", trustDomain, FIRST);
    }

    static AuthorityHome webhook(String namespace) {
        return new AuthorityHome(
                AuthorityName.WEBHOOK, namespace, "tulle-webhook-", WEBHOOK_DOMAIN, FIRST);
    }

    String rootSecret() {
        return prefix + "root-" + generation;
    }

    String issuerSecret() {
        return prefix + "ca-" + generation;
    }
}
