package dev.tulle.proxy.discovery;

/// One resource of the contract.
record ResourceKey(ResourceType type, String name) {
    @Override
    public String toString() {
        return type.label() + " " + name;
    }
}
