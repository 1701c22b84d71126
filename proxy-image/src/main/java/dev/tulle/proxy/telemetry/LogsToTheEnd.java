package dev.tulle.proxy.telemetry;

import io.netty.util.internal.logging.InternalLoggerFactory;
import io.netty.util.internal.logging.JdkLoggerFactory;
import java.util.logging.LogManager;

/// Goes on logging while the process ends. The platform's own log manager drops every handler at
/// the first moment of a shutdown, and nothing would be told of the drain.
public final class LogsToTheEnd extends LogManager {
    /// Called by the platform, by name.
    public LogsToTheEnd() {}

    /// Takes effect only before the first use of a logger. Netty is told, too: by itself it looks
    /// for three other libraries first, at every start.
    public static void use() {
        System.setProperty("java.util.logging.manager", LogsToTheEnd.class.getName());
        InternalLoggerFactory.setDefaultFactory(JdkLoggerFactory.INSTANCE);
    }

    @Override
    public void reset() {}
}
