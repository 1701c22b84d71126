package dev.tulle.operator.authority;

/// Whether anybody still needs the object that is reconciled.
enum AuthorityUse {
    IN_FORCE,
    /// Deleted while a MeshInstall needs it: it signs on until that one is gone.
    DELETED_IN_USE
}
