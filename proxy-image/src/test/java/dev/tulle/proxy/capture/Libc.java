package dev.tulle.proxy.capture;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.io.IOException;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;

/// The few calls of the C library that raw sockets need and Java has not.
final class Libc {

    private static final MethodHandle SOCKET = find("socket", JAVA_INT, JAVA_INT, JAVA_INT);
    private static final MethodHandle SETSOCKOPT =
            find("setsockopt", JAVA_INT, JAVA_INT, JAVA_INT, ADDRESS, JAVA_INT);
    private static final MethodHandle RECV = find("recv", JAVA_INT, ADDRESS, JAVA_LONG, JAVA_INT);
    private static final MethodHandle SENDTO =
            find("sendto", JAVA_INT, ADDRESS, JAVA_LONG, JAVA_INT, ADDRESS, JAVA_INT);
    private static final MethodHandle CLOSE = find("close", JAVA_INT);

    private Libc() {}

    static int socket(int family, int type, int protocol) throws IOException {
        return call("socket", SOCKET, family, type, protocol);
    }

    static void setsockopt(int socket, int level, int option, MemorySegment value)
            throws IOException {
        call("setsockopt", SETSOCKOPT, socket, level, option, value, (int) value.byteSize());
    }

    static int recv(int socket, MemorySegment into) throws IOException {
        return call("recv", RECV, socket, into, into.byteSize(), 0);
    }

    static void sendto(int socket, MemorySegment data, MemorySegment address) throws IOException {
        call("sendto", SENDTO, socket, data, data.byteSize(), 0, address, (int) address.byteSize());
    }

    static void close(int socket) throws IOException {
        call("close", CLOSE, socket);
    }

    @SuppressWarnings("restricted")
    private static MethodHandle find(String name, MemoryLayout... arguments) {
        Linker linker = Linker.nativeLinker();
        return linker.downcallHandle(
                linker.defaultLookup().findOrThrow(name),
                FunctionDescriptor.of(JAVA_INT, arguments));
    }

    private static int call(String name, MethodHandle handle, Object... arguments)
            throws IOException {
        int result;
        try {
            result = (int) handle.invokeWithArguments(arguments);
        } catch (Throwable e) {
            throw new IllegalStateException("cannot call " + name, e);
        }
        if (result < 0) {
            throw new IOException(name + " failed: raw sockets take CAP_NET_RAW");
        }
        return result;
    }
}
