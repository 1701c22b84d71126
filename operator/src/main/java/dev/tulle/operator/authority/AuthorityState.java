package dev.tulle.operator.authority;

import dev.tulle.operator.certificates.Authority;

/// How far a generation is.
sealed interface AuthorityState {
    record Whole(Authority authority) implements AuthorityState {}

    /// Another leader is writing it; the next visit finds it further.
    record Unfinished(String sentence) implements AuthorityState {}

    /// What is stored can never sign; a human must say what is to become of it.
    record Unusable(String sentence) implements AuthorityState {}
}
