package dev.tulle.operator.view;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/// A sorted map that never changes: a change gives a new tree that shares all but one path with the
/// old one, so a reader keeps its own for as long as it likes. Balanced as an AVL tree. Two trees
/// of equal content may differ in shape and are then not equal.
public sealed interface Tree<K extends Comparable<? super K>, V> {

    /// No entry.
    record Empty<K extends Comparable<? super K>, V>() implements Tree<K, V> {}

    /// An entry between the smaller and the greater ones.
    record Node<K extends Comparable<? super K>, V>(
            Tree<K, V> left, K key, V value, Tree<K, V> right, int height, int count)
            implements Tree<K, V> {}

    static <K extends Comparable<? super K>, V> Tree<K, V> empty() {
        return new Empty<>();
    }

    default int size() {
        return switch (this) {
            case Empty<K, V> _ -> 0;
            case Node<K, V> node -> node.count();
        };
    }

    default Optional<V> get(K key) {
        Tree<K, V> at = this;
        while (at instanceof Node<K, V> node) {
            int order = key.compareTo(node.key());
            if (order == 0) {
                return Optional.of(node.value());
            }
            at = order < 0 ? node.left() : node.right();
        }
        return Optional.empty();
    }

    default Tree<K, V> with(K key, V value) {
        return switch (this) {
            case Empty<K, V> empty -> node(empty, key, value, empty);
            case Node<K, V>(var left, var at, var held, var right, _, _) -> {
                int order = key.compareTo(at);
                if (order == 0) {
                    yield node(left, key, value, right);
                }
                yield order < 0
                        ? balanced(left.with(key, value), at, held, right)
                        : balanced(left, at, held, right.with(key, value));
            }
        };
    }

    default Tree<K, V> without(K key) {
        return switch (this) {
            case Empty<K, V> empty -> empty;
            case Node<K, V>(var left, var at, var held, var right, _, _) -> {
                int order = key.compareTo(at);
                if (order == 0) {
                    yield joined(left, right);
                }
                yield order < 0
                        ? balanced(left.without(key), at, held, right)
                        : balanced(left, at, held, right.without(key));
            }
        };
    }

    /// All values in the order of their keys.
    default List<V> values() {
        List<V> found = new ArrayList<>(size());
        collectValues(found);
        return found;
    }

    /// All keys in order.
    default List<K> keys() {
        List<K> found = new ArrayList<>(size());
        collectKeys(found);
        return found;
    }

    /// The values from a key on, in order, for as long as the keys are within.
    default List<V> range(K first, Predicate<K> within) {
        List<V> found = new ArrayList<>();
        collectRange(first, within, found);
        return found;
    }

    private void collectValues(List<V> found) {
        if (this instanceof Node<K, V> node) {
            node.left().collectValues(found);
            found.add(node.value());
            node.right().collectValues(found);
        }
    }

    private void collectKeys(List<K> found) {
        if (this instanceof Node<K, V> node) {
            node.left().collectKeys(found);
            found.add(node.key());
            node.right().collectKeys(found);
        }
    }

    private void collectRange(K first, Predicate<K> within, List<V> found) {
        if (!(this instanceof Node<K, V> node)) {
            return;
        }
        boolean before = node.key().compareTo(first) < 0;
        if (!before) {
            node.left().collectRange(first, within, found);
            if (!within.test(node.key())) {
                return;
            }
            found.add(node.value());
        }
        node.right().collectRange(first, within, found);
    }

    private int height() {
        return switch (this) {
            case Empty<K, V> _ -> 0;
            case Node<K, V> node -> node.height();
        };
    }

    private static <K extends Comparable<? super K>, V> Tree<K, V> node(
            Tree<K, V> left, K key, V value, Tree<K, V> right) {
        int height = 1 + Math.max(left.height(), right.height());
        return new Node<>(left, key, value, right, height, left.size() + 1 + right.size());
    }

    private static <K extends Comparable<? super K>, V> Tree<K, V> balanced(
            Tree<K, V> left, K key, V value, Tree<K, V> right) {
        if (left instanceof Node<K, V> l && l.height() > right.height() + 1) {
            if (l.left().height() >= l.right().height()) {
                return node(l.left(), l.key(), l.value(), node(l.right(), key, value, right));
            }
            if (l.right() instanceof Node<K, V> m) {
                return node(
                        node(l.left(), l.key(), l.value(), m.left()),
                        m.key(),
                        m.value(),
                        node(m.right(), key, value, right));
            }
        }
        if (right instanceof Node<K, V> r && r.height() > left.height() + 1) {
            if (r.right().height() >= r.left().height()) {
                return node(node(left, key, value, r.left()), r.key(), r.value(), r.right());
            }
            if (r.left() instanceof Node<K, V> m) {
                return node(
                        node(left, key, value, m.left()),
                        m.key(),
                        m.value(),
                        node(m.right(), r.key(), r.value(), r.right()));
            }
        }
        return node(left, key, value, right);
    }

    private static <K extends Comparable<? super K>, V> Tree<K, V> joined(
            Tree<K, V> left, Tree<K, V> right) {
        if (!(right instanceof Node<K, V> rest)) {
            return left;
        }
        Node<K, V> next = rest;
        while (next.left() instanceof Node<K, V> smaller) {
            next = smaller;
        }
        return balanced(left, next.key(), next.value(), right.without(next.key()));
    }
}
