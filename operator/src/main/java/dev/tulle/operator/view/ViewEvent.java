package dev.tulle.operator.view;

/// What became of one object.
public sealed interface ViewEvent {

    /// It is there, new or changed.
    record Present(ClusterObject object) implements ViewEvent {}

    /// It is gone.
    record Gone(ViewKind kind, ObjectName name) implements ViewEvent {}
}
