package dev.tulle.operator.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tulle.operator.cluster.Discrepancy.Version;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class RelistCheckTest {

    private final Map<String, Version> held = new HashMap<>();
    private final Map<String, Version> listed = new HashMap<>();
    private final Deque<Runnable> later = new ArrayDeque<>();
    private final List<Set<Discrepancy>> missed = new ArrayList<>();
    private final RelistCheck check =
            new RelistCheck(
                    "things", () -> Discrepancy.between(held, listed), later::add, missed::add);

    @Test
    void saysNothingWhenAllIsTheSame() {
        held.put("shop/web", version("a", 1));
        listed.put("shop/web", version("a", 1));

        check.run();

        assertThat(later).isEmpty();
        assertThat(missed).isEmpty();
    }

    @Test
    void namesAnUpdateThatNeverCame() {
        held.put("shop/web", version("a", 1));
        listed.put("shop/web", version("a", 2));

        check.run();
        later.remove().run();

        assertThat(missed)
                .containsExactly(
                        Set.of(new Discrepancy("shop/web", version("a", 1), version("a", 2))));
    }

    @Test
    void namesObjectsThatAreGoneOrWereNeverHeardOf() {
        held.put("shop/gone", version("a", 1));
        listed.put("shop/new", version("b", 1));

        check.run();
        later.remove().run();

        assertThat(missed).singleElement().satisfies(all -> assertThat(all).hasSize(2));
    }

    @Test
    void forgivesWhatWasOnItsWay() {
        listed.put("shop/web", version("a", 2));

        check.run();
        held.put("shop/web", version("a", 2));
        later.remove().run();

        assertThat(missed).isEmpty();
    }

    @Test
    void forgivesAnObjectThatNeverRests() {
        held.put("shop/web", version("a", 1));
        listed.put("shop/web", version("a", 2));

        check.run();
        held.put("shop/web", version("a", 2));
        listed.put("shop/web", version("a", 3));
        later.remove().run();

        assertThat(missed).isEmpty();
    }

    @Test
    void judgesNothingByAListThatIsNotComplete() {
        RelistCheck broken =
                new RelistCheck(
                        "things",
                        () -> {
                            throw new IOException("the API server answered 503");
                        },
                        later::add,
                        missed::add);

        broken.run();

        assertThat(later).isEmpty();
        assertThat(missed).isEmpty();
    }

    private static Version version(String uid, int resourceVersion) {
        return new Version(uid, String.valueOf(resourceVersion));
    }
}
