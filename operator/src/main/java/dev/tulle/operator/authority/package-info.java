/// Which authority signs: generations of root and issuing certificate, the trust bundle, and the
/// status of CertificateAuthority. Nothing here sleeps, polls, issues a leaf, or decides by what a
/// status says.
@NullMarked
package dev.tulle.operator.authority;

import org.jspecify.annotations.NullMarked;
