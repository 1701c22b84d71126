package dev.tulle.proxy.model;

/// What a header, a parameter of the query or a cookie must look like.
public sealed interface FieldMatch {

    String name();

    record Value(String name, TextMatch text) implements FieldMatch {}

    record Present(String name) implements FieldMatch {}

    record Absent(String name) implements FieldMatch {}
}
