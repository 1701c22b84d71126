package dev.tulle.proxy.rig;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// Measures starts, `StartMain PROGRAM ROUNDS`: a line for each with the time until the start gate
/// opens, the CPU time used until then, and the memory a second later.
final class StartMain {

    private StartMain() {}

    public static void main(String[] args) throws IOException, InterruptedException {
        for (int i = 0; i < Integer.parseInt(args[1]); i++) {
            try (var lone = new LoneProxy(Path.of(args[0]), Map.of())) {
                long begin = System.nanoTime();
                Process proxy = lone.ready();
                long millis = (System.nanoTime() - begin) / 1_000_000;
                long cpuMillis = proxy.info().totalCpuDuration().orElseThrow().toMillis();
                String threads = threads(proxy);
                proxy.waitFor(1, TimeUnit.SECONDS);
                System.out.printf(
                        "ready %d ms, cpu %d ms, rss %d kB, private-dirty %d kB, %s%n",
                        millis,
                        cpuMillis,
                        memory(proxy, "Rss:"),
                        memory(proxy, "Private_Dirty:"),
                        threads);
                LoneProxy.stop(proxy);
            }
        }
        System.exit(0);
    }

    /// Milliseconds of CPU by thread, the busiest first, without those under one.
    private static String threads(Process process) throws IOException {
        Map<String, Long> busy = new TreeMap<>();
        try (Stream<Path> tasks = Files.list(Path.of("/proc/" + process.pid() + "/task"))) {
            for (Path task : tasks.toList()) {
                String nanos = Files.readString(task.resolve("schedstat")).split(" ", 2)[0];
                busy.merge(
                        Files.readString(task.resolve("comm")).strip(),
                        Long.parseLong(nanos) / 1_000_000,
                        Long::sum);
            }
        }
        return busy.entrySet().stream()
                .filter(thread -> thread.getValue() > 0)
                .sorted(Map.Entry.<String, Long>comparingByValue().reversed())
                .map(thread -> thread.getKey() + " " + thread.getValue())
                .collect(Collectors.joining(", "));
    }

    private static long memory(Process process, String field) throws IOException {
        Path rollup = Path.of("/proc/" + process.pid() + "/smaps_rollup");
        return Files.readAllLines(rollup).stream()
                .filter(line -> line.startsWith(field))
                .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
                .sum();
    }
}
