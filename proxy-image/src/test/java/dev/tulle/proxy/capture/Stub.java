package dev.tulle.proxy.capture;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollServerSocketChannel;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/// The program of a [Party]: an order a line on its input, an answer a line on its output.
final class Stub {

    private static final int PATIENCE_MILLIS = 2_000;

    private final EventLoopGroup loop;

    private Stub(EventLoopGroup loop) {
        this.loop = loop;
    }

    public static void main(String[] args) throws IOException {
        var stub = new Stub(new MultiThreadIoEventLoopGroup(1, EpollIoHandler.newFactory()));
        var orders = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        var answers = new PrintStream(System.out, true, StandardCharsets.UTF_8);
        for (String order = orders.readLine(); order != null; order = orders.readLine()) {
            answers.println(stub.answer(order.split(" ")));
        }
        System.exit(0);
    }

    private String answer(String[] order) {
        try {
            return switch (order[0]) {
                case "listen" -> listen(order[1], Integer.parseInt(order[2]));
                case "dial" -> dial(order[1], order[2], Integer.parseInt(order[3]));
                case "stray" -> stray(order[1], Integer.parseInt(order[2]));
                default -> "not an order: " + order[0];
            };
        } catch (IOException | IllegalStateException e) {
            return e.toString();
        }
    }

    private String listen(String address, int port) {
        new ServerBootstrap()
                .group(loop)
                .channel(EpollServerSocketChannel.class)
                .childHandler(new Greeter(port))
                .bind(new InetSocketAddress(address, port))
                .syncUninterruptibly();
        return "listening";
    }

    private static String dial(String source, String address, int port) throws IOException {
        try (Socket socket = connect(source.equals("-") ? null : source, address, port)) {
            return line(socket);
        } catch (ConnectException e) {
            return "refused";
        } catch (SocketTimeoutException e) {
            return "no answer";
        }
    }

    private static String stray(String address, int port) throws IOException {
        try (var wire = TcpWire.towards(InetAddress.getByName(address));
                Socket socket = connect(null, address, port)) {
            line(socket);
            wire.sendStray(socket);
            socket.getOutputStream().write('?');
            return socket.getInputStream().read() == '?' ? "alive" : "closed";
        } catch (SocketTimeoutException e) {
            return "no answer";
        } catch (SocketException e) {
            return "reset";
        }
    }

    private static Socket connect(@Nullable String source, String address, int port)
            throws IOException {
        var socket = new Socket();
        socket.setSoTimeout(PATIENCE_MILLIS);
        if (source != null) {
            socket.bind(new InetSocketAddress(source, 0));
        }
        socket.connect(new InetSocketAddress(address, port), PATIENCE_MILLIS);
        return socket;
    }

    /// One byte at a time: what follows the line belongs to the caller.
    private static String line(Socket socket) throws IOException {
        var line = new StringBuilder();
        for (int b = socket.getInputStream().read();
                b != '\n';
                b = socket.getInputStream().read()) {
            if (b < 0) {
                return "closed after '" + line + "'";
            }
            line.append((char) b);
        }
        return line.toString();
    }
}
