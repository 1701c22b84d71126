package dev.tulle.operator.view;

/// Something that can be read in a view, and so can change.
public sealed interface ViewKey {

    /// One object, whether it is there or not.
    record OfObject(ViewKind kind, ObjectName name) implements ViewKey {}

    /// Which objects stand under a value of an index; not what they say.
    record OfMembers(Index index, String value) implements ViewKey {}

    /// Which values an index has.
    record OfValues(Index index) implements ViewKey {}
}
