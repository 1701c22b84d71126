package dev.tulle.proxy;

import dev.tulle.proxy.model.MtlsMode;
import dev.tulle.proxy.model.Protocol;
import dev.tulle.proxy.model.WeightedBackend;
import dev.tulle.proxy.tls.TestAuthority;

/// `TwoPodsMain PORT [PROTOCOL]`: two proxies with strict mutual TLS between them, before an
/// application on that port, for judges that are programs of others. Says which port a client of
/// the application calls, and serves as long as the process that started it lives.
final class TwoPodsMain {
    private static final String SERVICE = "10.96.0.10:80";

    private TwoPodsMain() {}

    public static void main(String[] args) throws Exception {
        int application = Integer.parseInt(args[0]);
        Protocol protocol = args.length > 1 ? Protocol.valueOf(args[1]) : Protocol.DETECT;
        TestAuthority authority = TestAuthority.of(TestPod.TRUST_DOMAIN);
        try (TestPod called = new TestPod("called", authority).serves(application);
                TestPod caller = new TestPod("caller", authority).calls(SERVICE)) {
            called.mode(protocol, MtlsMode.STRICT).start();
            caller.knows(SERVICE, protocol, new WeightedBackend("echo", 1));
            caller.backend("echo", called.endpoint()).start();
            System.out.println("outbound " + caller.outbound().getPort());
            ProcessHandle.current().parent().orElseThrow().onExit().join();
        }
    }
}
