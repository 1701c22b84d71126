package dev.tulle.operator.push;

import dev.tulle.operator.report.Reporting;
import java.util.concurrent.Executor;
import java.util.concurrent.ScheduledExecutorService;
import java.util.function.LongSupplier;
import javax.net.ssl.X509ExtendedKeyManager;
import javax.net.ssl.X509ExtendedTrustManager;

/// What the server is made of.
///
/// @param keys the server's key, swapped in place by its owner
/// @param trust who may be a client, swapped in place by its owner
/// @param viewThread the thread that calls [Discovery#accept], and on which all state lives
/// @param timer wakes the thread of the view; ends streams one by one at the end
/// @param nanos a monotonic clock
public record DiscoveryParts(
        Compilation compilation,
        Reporting reporting,
        X509ExtendedKeyManager keys,
        X509ExtendedTrustManager trust,
        Executor viewThread,
        ScheduledExecutorService timer,
        LongSupplier nanos,
        PushObserver observer) {}
