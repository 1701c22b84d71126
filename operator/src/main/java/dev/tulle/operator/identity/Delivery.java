package dev.tulle.operator.identity;

import dev.tulle.operator.certificates.Signer;
import dev.tulle.operator.identity.IdentityObserver.Result;

/// How a leaf comes to its user. Called from several threads, for one identity by one at a time.
public interface Delivery {
    /// Issues a leaf and hands it over.
    ///
    /// @throws RuntimeException when that may succeed later
    Result write(Need.Issue need, Signer signer, RenewalPoint point);

    /// Takes a leaf away that nobody needs, unless it was renewed meanwhile.
    void remove(Need.Remove need);
}
