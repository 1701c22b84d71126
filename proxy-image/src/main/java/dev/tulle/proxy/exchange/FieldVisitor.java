package dev.tulle.proxy.exchange;

/// Sees fields one after another. Both may be views that change later: who keeps them copies them.
public interface FieldVisitor {
    void field(CharSequence name, CharSequence value);
}
