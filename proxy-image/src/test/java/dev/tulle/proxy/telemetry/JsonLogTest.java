package dev.tulle.proxy.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import org.junit.jupiter.api.Test;

class JsonLogTest {
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private final PrintStream out = new PrintStream(bytes, true, StandardCharsets.UTF_8);
    private final List<Runnable> control = new ArrayList<>();

    private static LogRecord entry(String message, Object... parameters) {
        LogRecord entry = new LogRecord(Level.WARNING, message);
        entry.setLoggerName("dev.tulle.proxy.discovery");
        entry.setParameters(parameters);
        return entry;
    }

    private static JsonObject parsed(LogRecord entry) {
        return JsonParser.parseString(JsonLog.line(entry)).getAsJsonObject();
    }

    @Test
    void writesEntriesAsFields() {
        JsonObject line =
                parsed(entry("lost", Map.entry("replica", "10.0.0.1"), Map.entry("retry", 100)));

        assertThat(line.get("level").getAsString()).isEqualTo("warning");
        assertThat(line.get("room").getAsString()).isEqualTo("discovery");
        assertThat(line.get("message").getAsString()).isEqualTo("lost");
        assertThat(line.get("replica").getAsString()).isEqualTo("10.0.0.1");
        assertThat(line.get("retry").getAsInt()).isEqualTo(100);
        assertThat(line.has("time")).isTrue();
    }

    @Test
    void keepsOneEventOnOneLine() {
        assertThat(JsonLog.line(entry("two\nlines", Map.entry("why", "a\nb"))))
                .doesNotContain("\n");
    }

    @Test
    void fillsPlaceholders() {
        JsonObject line = parsed(entry("bound {0}", "15006"));

        assertThat(line.get("message").getAsString()).isEqualTo("bound 15006");
    }

    @Test
    void tellsWhereAnErrorComesFrom() {
        LogRecord entry = entry("failed");
        entry.setThrown(new IllegalStateException("no memory"));

        assertThat(parsed(entry).get("error").getAsString())
                .isEqualTo("java.lang.IllegalStateException: no memory");
        assertThat(parsed(entry).get("at").getAsString()).contains("JsonLogTest");
    }

    @Test
    void writesOnControlLoopOnly() {
        JsonLog log = new JsonLog(control::add, out);

        log.publish(entry("one"));
        log.publish(entry("two"));

        assertThat(bytes.toString(StandardCharsets.UTF_8)).isEmpty();
        assertThat(control).as("one task writes both").hasSize(1);
        control.getFirst().run();
        assertThat(bytes.toString(StandardCharsets.UTF_8).lines()).hasSize(2);
    }

    @Test
    void dropsAndCountsWhenTheQueueIsFull() {
        JsonLog log = new JsonLog(control::add, out);

        for (int i = 0; i < 1_030; i++) {
            log.publish(entry("line"));
        }

        assertThat(log.dropped()).isEqualTo(6);
    }
}
