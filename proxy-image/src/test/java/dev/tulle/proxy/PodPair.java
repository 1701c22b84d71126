package dev.tulle.proxy;

import dev.tulle.proxy.model.MtlsMode;
import dev.tulle.proxy.model.Protocol;
import dev.tulle.proxy.model.WeightedBackend;
import dev.tulle.proxy.tls.TestAuthority;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/// Two pods of one mesh: what the first calls as [#SERVICE] goes to the application of the second.
/// Neither serves before it is started.
final class PodPair implements AfterEachCallback {
    static final String SERVICE = "10.96.0.10:80";

    private final TestPod caller;
    private final TestPod called;

    PodPair() {
        try {
            TestAuthority authority = TestAuthority.of(TestPod.TRUST_DOMAIN);
            caller = new TestPod("caller", authority);
            called = new TestPod("called", authority);
        } catch (Exception e) {
            throw new IllegalStateException("no pods", e);
        }
        caller.calls(SERVICE).knows(SERVICE, Protocol.DETECT, new WeightedBackend("echo", 1));
        caller.backend("echo", called.endpoint());
    }

    TestPod caller() {
        return caller;
    }

    TestPod called() {
        return called;
    }

    /// Both, with an application at that port that is declared to speak so, and Strict before it.
    void start(int application, Protocol declared) throws Exception {
        called.serves(application).mode(declared, MtlsMode.STRICT).start();
        caller.start();
    }

    @Override
    public void afterEach(ExtensionContext context) {
        caller.close();
        called.close();
    }
}
