/// A real API server with etcd for tests of what admission, CEL, apply and RBAC decide; no
/// controllers and no kubelet run beside it, so nothing gets ready by itself.
@NullMarked
package dev.tulle.operator.apiserver;

import org.jspecify.annotations.NullMarked;
