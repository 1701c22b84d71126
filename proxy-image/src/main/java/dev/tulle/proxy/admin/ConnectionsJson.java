package dev.tulle.proxy.admin;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import dev.tulle.proxy.runtime.Load;
import java.util.List;

/// What every loop is at.
public final class ConnectionsJson {
    private ConnectionsJson() {}

    public static JsonArray of(List<Load> loads) {
        JsonArray loops = new JsonArray();
        for (Load load : loads) {
            JsonObject loop = new JsonObject();
            loop.addProperty("loop", loops.size());
            loop.addProperty("connections", load.connections());
            loop.addProperty("requests", load.requests());
            loop.addProperty("tunnels", load.tunnels());
            loops.add(loop);
        }
        return loops;
    }
}
