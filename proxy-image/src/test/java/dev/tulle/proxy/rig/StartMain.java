package dev.tulle.proxy.rig;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.TimeUnit;

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
                proxy.waitFor(1, TimeUnit.SECONDS);
                System.out.printf(
                        "ready %d ms, cpu %d ms, rss %d kB, private-dirty %d kB%n",
                        millis, cpuMillis, memory(proxy, "Rss:"), memory(proxy, "Private_Dirty:"));
                LoneProxy.stop(proxy);
            }
        }
        System.exit(0);
    }

    private static long memory(Process process, String field) throws IOException {
        Path rollup = Path.of("/proc/" + process.pid() + "/smaps_rollup");
        return Files.readAllLines(rollup).stream()
                .filter(line -> line.startsWith(field))
                .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
                .sum();
    }
}
