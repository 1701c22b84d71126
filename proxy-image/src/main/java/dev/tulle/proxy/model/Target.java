package dev.tulle.proxy.model;

/// What stands behind an address that an application called.
public sealed interface Target {
    record Service(String namespace, String name, int port) implements Target {
        public Service {
            Ports.check(port);
        }

        @Override
        public String toString() {
            return namespace + "/" + name + ":" + port;
        }
    }

    /// A pod that was called by its own address.
    record Pod(String namespace, String name) implements Target {
        @Override
        public String toString() {
            return namespace + "/" + name;
        }
    }

    /// Nothing of the mesh: the connection goes out as it came.
    record PassThrough() implements Target {
        @Override
        public String toString() {
            return "outside";
        }
    }
}
