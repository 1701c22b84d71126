package dev.tulle.operator.view;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class TreeTest {

    @Test
    void agreesWithASortedMapAfterRandomChanges() {
        Random random = new Random(7);
        TreeMap<Integer, Integer> expected = new TreeMap<>();
        Tree<Integer, Integer> tree = Tree.empty();
        for (int i = 0; i < 20_000; i++) {
            int key = random.nextInt(500);
            if (random.nextInt(3) == 0) {
                expected.remove(key);
                tree = tree.without(key);
            } else {
                expected.put(key, i);
                tree = tree.with(key, i);
            }
            assertThat(tree.get(key).orElse(null))
                    .as("value of %s", key)
                    .isEqualTo(expected.get(key));
        }
        assertThat(tree.keys()).isEqualTo(new ArrayList<>(expected.keySet()));
        assertThat(tree.values()).isEqualTo(new ArrayList<>(expected.values()));
        assertThat(tree.size()).isEqualTo(expected.size());
        assertThat(tree.range(100, key -> key < 200))
                .isEqualTo(new ArrayList<>(expected.subMap(100, 200).values()));
    }

    @Test
    void staysFlatWhenKeysComeInOrder() {
        Tree<Integer, Integer> tree = Tree.empty();
        for (int i = 0; i < 100_000; i++) {
            tree = tree.with(i, i);
        }
        assertThat(tree).isInstanceOf(Tree.Node.class);
        assertThat(((Tree.Node<Integer, Integer>) tree).height())
                .as("an AVL tree of 100,000 entries is at most 1.44 log2(n) high")
                .isLessThanOrEqualTo(24);
    }

    @Test
    void leavesTheOldTreeAsItWas() {
        Tree<String, Integer> old = Tree.<String, Integer>empty().with("a", 1).with("b", 2);
        Tree<String, Integer> changed = old.with("a", 3).without("b");
        assertThat(old.values()).containsExactly(1, 2);
        assertThat(changed.values()).containsExactly(3);
    }
}
