package dev.tulle.operator.identity;

import dev.tulle.operator.certificates.AuthorityName;
import dev.tulle.operator.certificates.SpiffeId;
import dev.tulle.operator.view.ObjectName;
import java.util.List;
import java.util.Optional;

/// A leaf that somebody needs, and the Secret that it lies in.
///
/// @param authority who is to sign
/// @param owner the ServiceAccount with which the Secret is to go; control plane: none
public record Wanted(
        ObjectName secret,
        AuthorityName authority,
        SpiffeId id,
        List<String> dnsNames,
        Optional<Account> owner) {
    public Wanted {
        dnsNames = List.copyOf(dnsNames);
    }

    public record Account(String name, String uid) {}

    boolean isWorkload() {
        return owner.isPresent();
    }
}
