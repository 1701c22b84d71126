package dev.tulle.operator.authority;

import dev.tulle.operator.certificates.TrustBundle;
import java.util.Optional;

/// What signs and what is trusted, as one visit found or made it.
///
/// @param bundle empty until the mesh's authority is whole and its root is published
record Authorities(AuthorityState mesh, AuthorityState webhook, Optional<TrustBundle> bundle) {}
