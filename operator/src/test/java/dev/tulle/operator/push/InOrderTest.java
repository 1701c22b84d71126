package dev.tulle.operator.push;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class InOrderTest {

    @Test
    void runsTasksInTheOrderInWhichTheyCame() throws Exception {
        List<Integer> ran = new ArrayList<>();
        CountDownLatch all = new CountDownLatch(1_000);
        try (ExecutorService pool = Executors.newFixedThreadPool(4)) {
            InOrder inOrder = new InOrder(pool);
            for (int i = 0; i < 1_000; i++) {
                int task = i;
                inOrder.execute(() -> {
                    ran.add(task);
                    all.countDown();
                });
            }

            assertThat(all.await(10, TimeUnit.SECONDS)).as("all tasks ran").isTrue();
        }

        assertThat(ran).isSorted().hasSize(1_000);
    }

    @Test
    void takesNoThreadOfThePoolWhileItHasNothingToDo() {
        Deque<Runnable> pool = new ArrayDeque<>();
        InOrder inOrder = new InOrder(pool::add);
        inOrder.execute(() -> {});
        inOrder.execute(() -> {});

        assertThat(pool).as("one drain for both").hasSize(1);
        pool.poll().run();
        inOrder.execute(() -> {});

        assertThat(pool).as("a new drain for what came later").hasSize(1);
    }
}
