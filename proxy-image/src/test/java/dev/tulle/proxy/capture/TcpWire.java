package dev.tulle.proxy.capture;

import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.ByteBuffer;

/// A raw socket beside the kernel's TCP: it sees every segment that arrives, and sends segments
/// that no connection would send.
final class TcpWire implements AutoCloseable {

    private static final int AF_INET = 2;
    private static final int AF_INET6 = 10;
    private static final int SOCK_RAW = 3;
    private static final int IPPROTO_TCP = 6;
    private static final int SOL_SOCKET = 1;
    private static final int SO_RCVTIMEO = 20;
    private static final int ACK = 0x10;
    private static final int HEADER = 20;
    private static final int FAR_AWAY = 0x2000_0000;

    private final Arena arena = Arena.ofConfined();
    private final boolean four;
    private final int socket;

    private TcpWire(boolean four, int socket) {
        this.four = four;
        this.socket = socket;
    }

    static TcpWire towards(InetAddress peer) throws IOException {
        boolean four = peer.getAddress().length == 4;
        int socket = Libc.socket(four ? AF_INET : AF_INET6, SOCK_RAW, IPPROTO_TCP);
        var wire = new TcpWire(four, socket);
        MemorySegment timeval = wire.arena.allocate(16, 8);
        timeval.set(JAVA_LONG, 0, 2);
        Libc.setsockopt(socket, SOL_SOCKET, SO_RCVTIMEO, timeval);
        return wire;
    }

    /// Sends an acknowledgement that is right in all but its place: far outside of the window. The
    /// connection must have brought data already, for its numbers are read from that.
    void sendStray(Socket connection) throws IOException {
        ByteBuffer data = firstData(connection);
        var stray = ByteBuffer.allocate(HEADER);
        stray.putShort((short) connection.getLocalPort()).putShort((short) connection.getPort());
        stray.putInt(data.getInt(8) + FAR_AWAY);
        stray.putInt(data.getInt(4) + data.remaining() - header(data));
        stray.put((byte) ((HEADER / 4) << 4)).put((byte) ACK).putShort((short) 512);
        stray.putShort(16, checksum(stray.array(), connection));
        MemorySegment bytes = arena.allocate(HEADER);
        bytes.copyFrom(MemorySegment.ofArray(stray.array()));
        Libc.sendto(socket, bytes, address(connection.getInetAddress()));
    }

    private ByteBuffer firstData(Socket connection) throws IOException {
        MemorySegment room = arena.allocate(65_536);
        while (true) {
            int length = Libc.recv(socket, room);
            ByteBuffer packet = room.asSlice(0, length).asByteBuffer();
            // A raw socket gives the IP header of IPv4, not that of IPv6.
            int skip = four ? (packet.get(0) & 0xf) * 4 : 0;
            ByteBuffer segment = packet.slice(skip, length - skip);
            if (Short.toUnsignedInt(segment.getShort(0)) == connection.getPort()
                    && Short.toUnsignedInt(segment.getShort(2)) == connection.getLocalPort()
                    && segment.remaining() > header(segment)) {
                return segment;
            }
        }
    }

    private static int header(ByteBuffer segment) {
        return (segment.get(12) >> 4 & 0xf) * 4;
    }

    /// RFC 9293 section 3.1: over the segment and a pseudo header.
    private static short checksum(byte[] segment, Socket connection) {
        long sum = (long) IPPROTO_TCP + segment.length;
        sum += words(connection.getLocalAddress().getAddress());
        sum += words(connection.getInetAddress().getAddress());
        sum += words(segment);
        while (sum >> 16 != 0) {
            sum = (sum & 0xffff) + (sum >> 16);
        }
        return (short) ~sum;
    }

    private static long words(byte[] bytes) {
        ByteBuffer buffer = ByteBuffer.wrap(bytes);
        long sum = 0;
        while (buffer.hasRemaining()) {
            sum += Short.toUnsignedInt(buffer.getShort());
        }
        return sum;
    }

    /// `struct sockaddr_in` or `sockaddr_in6`; a raw socket has no port.
    private MemorySegment address(InetAddress peer) {
        MemorySegment address = arena.allocate(four ? 16 : 28);
        address.set(JAVA_SHORT, 0, (short) (four ? AF_INET : AF_INET6));
        MemorySegment.copy(
                MemorySegment.ofArray(peer.getAddress()), 0, address, four ? 4 : 8, four ? 4 : 16);
        return address;
    }

    @Override
    public void close() throws IOException {
        arena.close();
        Libc.close(socket);
    }
}
