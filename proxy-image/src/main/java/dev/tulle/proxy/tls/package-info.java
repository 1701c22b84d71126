/// Who the workload is and who its peers are: identity files, the two sides of mesh TLS, the swap
/// of certificates and the SPIFFE checks. It issues nothing, and no key leaves it.
@NullMarked
package dev.tulle.proxy.tls;

import org.jspecify.annotations.NullMarked;
