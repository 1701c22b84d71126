package dev.tulle.proxy.upstream;

import io.netty.channel.IoEvent;
import io.netty.channel.IoHandle;
import io.netty.channel.IoHandler;
import io.netty.channel.IoHandlerContext;
import io.netty.channel.IoHandlerFactory;
import io.netty.channel.IoOps;
import io.netty.channel.IoRegistration;
import io.netty.channel.epoll.EpollIoEvent;
import io.netty.channel.epoll.EpollIoHandle;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollIoOps;
import io.netty.channel.unix.FileDescriptor;
import io.netty.util.concurrent.ThreadAwareExecutor;

/// Netty's epoll with two properties that a proxy with half-closed and paused connections needs.
///
/// - **A connection that waits for nothing stays registered.** Netty 4.2.12 to 4.2.20 removes it
///   from the epoll set and forgets that it did: the next pause that ends, or the next write that
///   must wait, fails with "epoll_ctl: No such file or directory" and the connection is lost. Here
///   it goes on waiting for errors, so that a reset is still seen; the channel is then closed.
/// - **A FIN is read in its turn.** With `EPOLLRDHUP` Netty reads all that the kernel holds as soon
///   as a FIN comes, megabytes, even while reading is paused; without it the end is found behind
///   the last byte.
///
/// A paused connection on which both sides have finished would report `EPOLLHUP` for ever; it is
/// taken out until it is asked for something again.
public final class SteadyEpoll implements IoHandlerFactory {
    private static final int IN_OUT_ERR =
            EpollIoOps.EPOLLIN.value() | EpollIoOps.EPOLLOUT.value() | EpollIoOps.EPOLLERR.value();

    private final IoHandlerFactory netty = EpollIoHandler.newFactory();

    @Override
    public IoHandler newHandler(ThreadAwareExecutor executor) {
        return new Handler(netty.newHandler(executor));
    }

    private record Handler(IoHandler netty) implements IoHandler {
        @Override
        public void initialize() {
            netty.initialize();
        }

        @Override
        public int run(IoHandlerContext context) {
            return netty.run(context);
        }

        @Override
        public void prepareToDestroy() {
            netty.prepareToDestroy();
        }

        @Override
        public void destroy() {
            netty.destroy();
        }

        @Override
        public IoRegistration register(IoHandle handle) throws Exception {
            return new Registration(netty, (EpollIoHandle) handle);
        }

        @Override
        public void wakeup() {
            netty.wakeup();
        }

        @Override
        public boolean isCompatible(Class<? extends IoHandle> handleType) {
            return netty.isCompatible(handleType);
        }
    }

    /// Stands between a channel and its registration; used on the channel's loop only.
    private static final class Registration implements IoRegistration, EpollIoHandle {
        private final IoHandler netty;
        private final EpollIoHandle channel;
        private IoRegistration registration;
        private EpollIoOps wanted = EpollIoOps.NONE;
        private boolean asked;
        private boolean takenOut;

        Registration(IoHandler netty, EpollIoHandle channel) throws Exception {
            this.netty = netty;
            this.channel = channel;
            this.registration = netty.register(this);
        }

        @Override
        public long submit(IoOps ops) {
            wanted = ((EpollIoOps) ops).without(EpollIoOps.EPOLLRDHUP);
            boolean nothing = waitsForNothing();
            if (nothing && !asked) {
                return 0;
            }
            asked = true;
            if (takenOut) {
                if (nothing) {
                    return 0;
                }
                putBack();
            }
            return registration.submit(nothing ? EpollIoOps.EPOLLERR : wanted);
        }

        @Override
        public void handle(IoRegistration by, IoEvent event) {
            int ops = ((EpollIoEvent) event).ops().value();
            if ((ops & IN_OUT_ERR) == 0) {
                takenOut = true;
                registration.cancel();
                return;
            }
            channel.handle(this, event);
            boolean error = (ops & EpollIoOps.EPOLLERR.value()) != 0;
            if (error && waitsForNothing() && registration.isValid()) {
                // The channel has read its FIN and looks no more; the error would stay for ever.
                close();
            }
        }

        private boolean waitsForNothing() {
            return wanted.value() == EpollIoOps.NONE.value();
        }

        // The signature is Netty's.
        @SuppressWarnings("TypeParameterUnusedInFormals")
        @Override
        public <T> T attachment() {
            return registration.attachment();
        }

        @Override
        public boolean isValid() {
            return takenOut || registration.isValid();
        }

        @Override
        public boolean cancel() {
            if (takenOut) {
                takenOut = false;
                return true;
            }
            return registration.cancel();
        }

        @Override
        public FileDescriptor fd() {
            return channel.fd();
        }

        @Override
        public void registered() {
            if (!takenOut) {
                channel.registered();
            }
        }

        @Override
        public void unregistered() {
            if (!takenOut) {
                channel.unregistered();
            }
        }

        @Override
        public void close() {
            try {
                channel.close();
            } catch (Exception e) {
                throw new IllegalStateException("a channel that does not close", e);
            }
        }

        private void putBack() {
            try {
                registration = netty.register(this);
                takenOut = false;
            } catch (Exception e) {
                throw new IllegalStateException(
                        "fd " + fd().intValue() + " cannot be registered again", e);
            }
        }
    }
}
