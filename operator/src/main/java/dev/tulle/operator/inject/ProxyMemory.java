package dev.tulle.operator.inject;

import io.fabric8.kubernetes.api.model.Quantity;
import java.math.BigDecimal;
import java.util.Map;

/// How a proxy's JVM shares the memory limit of its container: a sixth for the heap, an eighth for
/// direct buffers; the rest is metaspace, code, TLS and file pages.
///
/// @param loops event loops: a second one only where a whole core and more is asked for
record ProxyMemory(long limitBytes, int loops) {

    private static final long MIB = 1 << 20;

    /// What a proxy plans with when its container has no memory limit.
    private static final long WITHOUT_LIMIT = 192 * MIB;

    static ProxyMemory of(Map<String, Quantity> requests, Map<String, Quantity> limits) {
        Quantity memory = limits.get("memory");
        Quantity cpu = requests.get("cpu");
        return new ProxyMemory(
                memory == null ? WITHOUT_LIMIT : memory.getNumericalAmount().longValue(),
                cpu != null && cpu.getNumericalAmount().compareTo(BigDecimal.ONE) > 0 ? 2 : 1);
    }

    String javaOptions() {
        return "-Xmx%dm -XX:MaxDirectMemorySize=%dm -XX:ActiveProcessorCount=%d"
                .formatted(limitBytes / 6 / MIB, limitBytes / 8 / MIB, loops + 1);
    }
}
