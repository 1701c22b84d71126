package dev.tulle.proxy;

import dev.tulle.proxy.settings.BadSettingException;
import dev.tulle.proxy.settings.ProxySettings;
import dev.tulle.proxy.telemetry.LogsToTheEnd;

/// Starts the proxy of one pod by its environment. What it cannot start with is one line on stderr
/// and exit code 1.
public final class ProxyMain {
    private ProxyMain() {}

    public static void main(String[] arguments) {
        LogsToTheEnd.use();
        try {
            Proxy proxy = new Proxy(ProxySettings.from(System.getenv()));
            proxy.start();
            Runtime.getRuntime().addShutdownHook(new Thread(proxy::stop, "drain"));
        } catch (BadSettingException | StartException e) {
            end(String.valueOf(e.getMessage()));
        } catch (RuntimeException | Error e) {
            // Threads that have been started would keep a process alive that does nothing.
            e.printStackTrace();
            end("a bug of ours, please report the lines above: " + e);
        }
    }

    private static void end(String why) {
        System.err.println("tulle-proxy cannot start: " + why);
        Runtime.getRuntime().halt(1);
    }
}
