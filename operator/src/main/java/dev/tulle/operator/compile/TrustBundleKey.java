package dev.tulle.operator.compile;

/// The roots of a trust domain.
public record TrustBundleKey(String trustDomain) implements ResourceKey {

    @Override
    public ResourceType type() {
        return ResourceType.TRUST_BUNDLE;
    }

    @Override
    public String name() {
        return trustDomain;
    }
}
