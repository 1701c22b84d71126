package dev.tulle.operator.certificates;

import java.security.Provider;
import org.bouncycastle.jce.provider.BouncyCastleProvider;

/// The provider, held here and not registered with the JVM: TLS and path validation stay the JDK's.
final class BouncyCastle {
    static final Provider PROVIDER = new BouncyCastleProvider();

    private BouncyCastle() {}
}
