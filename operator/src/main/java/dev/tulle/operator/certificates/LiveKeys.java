package dev.tulle.operator.certificates;

import java.net.Socket;
import java.security.Principal;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.Optional;
import java.util.function.Supplier;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.X509ExtendedKeyManager;
import org.jspecify.annotations.Nullable;

/// Presents the material of the moment. The alias is the serial number, so that chain and key of
/// one handshake never come from two swaps.
final class LiveKeys extends X509ExtendedKeyManager {
    private static final String KEY_TYPE = "EC";

    private final Supplier<Optional<ServingMaterial>> material;

    LiveKeys(Supplier<Optional<ServingMaterial>> material) {
        this.material = material;
    }

    @Override
    public @Nullable String chooseEngineServerAlias(
            String keyType, Principal @Nullable [] issuers, SSLEngine engine) {
        return KEY_TYPE.equals(keyType) ? alias() : null;
    }

    @Override
    public @Nullable String chooseEngineClientAlias(
            String[] keyTypes, Principal @Nullable [] issuers, SSLEngine engine) {
        return alias();
    }

    @Override
    public @Nullable String chooseServerAlias(
            String keyType, Principal @Nullable [] issuers, Socket socket) {
        return KEY_TYPE.equals(keyType) ? alias() : null;
    }

    @Override
    public @Nullable String chooseClientAlias(
            String[] keyTypes, Principal @Nullable [] issuers, Socket socket) {
        return alias();
    }

    @Override
    public String @Nullable [] getServerAliases(String keyType, Principal @Nullable [] issuers) {
        return aliases();
    }

    @Override
    public String @Nullable [] getClientAliases(String keyType, Principal @Nullable [] issuers) {
        return aliases();
    }

    @Override
    public X509Certificate @Nullable [] getCertificateChain(String alias) {
        return of(alias).map(m -> m.chain().toArray(new X509Certificate[0])).orElse(null);
    }

    @Override
    public @Nullable PrivateKey getPrivateKey(String alias) {
        return of(alias).map(m -> m.key().key()).orElse(null);
    }

    private Optional<ServingMaterial> of(String alias) {
        return material.get().filter(m -> m.serial().equals(alias));
    }

    private @Nullable String alias() {
        return material.get().map(ServingMaterial::serial).orElse(null);
    }

    private String @Nullable [] aliases() {
        return material.get().map(m -> new String[] {m.serial()}).orElse(null);
    }
}
