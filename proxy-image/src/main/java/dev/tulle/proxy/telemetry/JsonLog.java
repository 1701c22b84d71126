package dev.tulle.proxy.telemetry;

import com.google.gson.JsonObject;
import java.io.PrintStream;
import java.text.MessageFormat;
import java.util.Map;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.LongAdder;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;

/// Log lines as JSON, one event one line, written by the control loop. Parameters that are map
/// entries become fields; others fill `{0}` of the message. A line that finds the queue full is
/// dropped and counted: whoever logs never waits for the disk.
public final class JsonLog extends Handler {
    private static final int QUEUE = 1_024;
    private static final String OURS = "dev.tulle.proxy.";

    /// Says a line for every frame that crosses a reset of ours.
    private static final Logger CODEC = Logger.getLogger("io.netty.handler.codec.http2");

    private final ArrayBlockingQueue<String> lines = new ArrayBlockingQueue<>(QUEUE);
    private final AtomicBoolean scheduled = new AtomicBoolean();

    private final LongAdder dropped = new LongAdder();
    private final Executor control;
    private final PrintStream out;

    public JsonLog(Executor control, PrintStream out) {
        this.control = control;
        this.out = out;
    }

    /// Becomes the only handler of the process, for Netty and grpc too.
    public void install() {
        Logger root = Logger.getLogger("");
        for (Handler other : root.getHandlers()) {
            root.removeHandler(other);
        }
        root.addHandler(this);
        root.setLevel(Level.INFO);
        CODEC.setLevel(Level.WARNING);
    }

    @Override
    public void publish(LogRecord entry) {
        if (!isLoggable(entry)) {
            return;
        }
        if (!lines.offer(line(entry))) {
            dropped.increment();
            return;
        }
        if (scheduled.compareAndSet(false, true)) {
            control.execute(this::drain);
        }
    }

    private void drain() {
        scheduled.set(false);
        flush();
    }

    /// Lines that were dropped since the start.
    public long dropped() {
        return dropped.sum();
    }

    static String line(LogRecord entry) {
        JsonObject line = new JsonObject();
        line.addProperty("time", entry.getInstant().toString());
        line.addProperty("level", level(entry.getLevel()));
        line.addProperty("room", room(String.valueOf(entry.getLoggerName())));
        line.addProperty("message", message(entry));
        Object[] parameters = entry.getParameters();
        if (parameters != null) {
            for (Object parameter : parameters) {
                if (parameter instanceof Map.Entry<?, ?> field) {
                    add(line, field);
                }
            }
        }
        if (entry.getThrown() != null) {
            line.addProperty("error", entry.getThrown().toString());
            line.addProperty("at", origin(entry.getThrown()));
        }
        return line.toString();
    }

    private static void add(JsonObject line, Map.Entry<?, ?> field) {
        String name = String.valueOf(field.getKey());
        switch (field.getValue()) {
            case Number number -> line.addProperty(name, number);
            case Boolean answer -> line.addProperty(name, answer);
            case Object other -> line.addProperty(name, other.toString());
        }
    }

    private static String message(LogRecord entry) {
        String text = String.valueOf(entry.getMessage());
        return text.contains("{0}") && entry.getParameters() != null
                ? MessageFormat.format(text, entry.getParameters())
                : text;
    }

    private static String level(Level level) {
        int value = level.intValue();
        if (value >= Level.SEVERE.intValue()) {
            return "error";
        }
        if (value >= Level.WARNING.intValue()) {
            return "warning";
        }
        return value >= Level.INFO.intValue() ? "info" : "debug";
    }

    private static String room(String logger) {
        return logger.startsWith(OURS) ? logger.substring(OURS.length()) : logger;
    }

    /// The frames that lead to the error, innermost first: a whole trace does not fit one line.
    private static String origin(Throwable thrown) {
        StringBuilder frames = new StringBuilder();
        StackTraceElement[] trace = thrown.getStackTrace();
        for (int i = 0; i < Math.min(6, trace.length); i++) {
            frames.append(i == 0 ? "" : " < ").append(trace[i]);
        }
        return frames.toString();
    }

    @Override
    public void flush() {
        String line = lines.poll();
        while (line != null) {
            out.println(line);
            line = lines.poll();
        }
        out.flush();
    }

    @Override
    public void close() {
        flush();
    }
}
