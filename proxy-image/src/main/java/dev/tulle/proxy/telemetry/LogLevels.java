package dev.tulle.proxy.telemetry;

import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.logging.Level;
import java.util.logging.Logger;

/// Levels by room, changed while the proxy runs. Loggers are kept here: the platform forgets the
/// level of one that nobody holds.
public final class LogLevels {
    private static final Map<String, Level> LEVELS =
            Map.of(
                    "debug", Level.FINE,
                    "info", Level.INFO,
                    "warning", Level.WARNING,
                    "error", Level.SEVERE);

    private final Map<String, Logger> loggers = new ConcurrentHashMap<>();

    /// Levels are debug, info, warning and error.
    ///
    /// @throws IllegalArgumentException when the level or the room is none
    public void set(String room, String level) {
        Level wanted = LEVELS.get(level.toLowerCase(Locale.ROOT));
        if (wanted == null) {
            throw new IllegalArgumentException(
                    "level '" + level + "': expected debug, info, warning or error");
        }
        if (!room.matches("[a-z0-9]{1,32}")) {
            throw new IllegalArgumentException(
                    "room '" + room + "': expected the name of a package, such as discovery");
        }
        loggers.computeIfAbsent(room, name -> Logger.getLogger("dev.tulle.proxy." + name))
                .setLevel(wanted);
    }
}
