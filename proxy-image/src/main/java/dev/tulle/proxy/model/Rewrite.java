package dev.tulle.proxy.model;

/// Another host or path for the backend; what is empty stays as asked.
public record Rewrite(String host, String path, String prefix) {
    public Rewrite {
        if (!path.isEmpty() && !prefix.isEmpty()) {
            throw new IllegalArgumentException("a rewrite of path and prefix: expected one");
        }
        if (host.isEmpty() && path.isEmpty() && prefix.isEmpty()) {
            throw new IllegalArgumentException(
                    "a rewrite of nothing: expected a host, path or prefix");
        }
        Visible.check("host", host);
        Visible.checkPath(path);
        Visible.checkPath(prefix);
    }
}
