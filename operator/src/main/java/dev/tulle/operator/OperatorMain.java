package dev.tulle.operator;

import io.quarkus.runtime.Quarkus;
import io.quarkus.runtime.QuarkusApplication;
import io.quarkus.runtime.annotations.QuarkusMain;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The process: `tulle <operator|discovery|all>`.
///
/// Health and metrics are served on 8080 from the first moment; then the role starts its parts,
/// waits for SIGTERM, and stops them in reverse.
@QuarkusMain
public final class OperatorMain implements QuarkusApplication {

    private static final Logger LOG = LoggerFactory.getLogger(OperatorMain.class);
    private static final int BAD_USAGE = 2;
    private static final int FAILED = 1;

    private final RoleParts parts;
    private final Vertx vertx;
    private final Deque<AutoCloseable> running = new ArrayDeque<>();
    private volatile boolean started;

    OperatorMain(RoleParts parts, Vertx vertx) {
        this.parts = parts;
        this.vertx = vertx;
    }

    @Override
    public int run(String... arguments) throws Exception {
        Role role;
        try {
            role = Role.parse(arguments.length == 1 ? arguments[0] : "");
        } catch (IllegalArgumentException e) {
            LOG.error(e.getMessage());
            return BAD_USAGE;
        }
        parts.vitals().readyWhenQuiet(this::starting);
        try {
            start(role);
            started = true;
            LOG.info("role {} of version {} runs", role, parts.settings().version());
            Quarkus.waitForExit();
            return 0;
        } catch (RuntimeException | IOException e) {
            LOG.error("role {} cannot start", role, e);
            return FAILED;
        } finally {
            stop();
        }
    }

    private void start(Role role) throws InterruptedException, IOException {
        if (role.operates()) {
            OperatorRole operator = new OperatorRole(parts);
            running.push(operator);
            operator.start();
        }
        if (role.serves()) {
            DiscoveryRole discovery = new DiscoveryRole(parts, vertx);
            running.push(discovery);
            discovery.start();
        }
    }

    /// What a part says before it has begun to look is no reason to be ready.
    private List<String> starting() {
        return started ? List.of() : List.of("the role is starting");
    }

    private void stop() throws Exception {
        while (!running.isEmpty()) {
            running.pop().close();
        }
    }
}
