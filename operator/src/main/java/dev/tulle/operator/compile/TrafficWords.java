package dev.tulle.operator.compile;

import dev.tulle.api.v1alpha1.Traffic;
import dev.tulle.contract.v1.Algorithm;
import dev.tulle.contract.v1.Balance;
import dev.tulle.contract.v1.Breaker;
import dev.tulle.contract.v1.ClientAddress;
import dev.tulle.contract.v1.Limits;
import dev.tulle.contract.v1.Preference;
import dev.tulle.contract.v1.Retries;
import dev.tulle.contract.v1.RetryOn;
import dev.tulle.contract.v1.Timeouts;
import dev.tulle.operator.resolve.CallerTraffic;
import dev.tulle.operator.view.ServiceView;

/// What policies come to, in the contract's words.
final class TrafficWords {

    private static final long MOST_CONNECT_MILLIS = Integer.MAX_VALUE;

    private TrafficWords() {}

    static Timeouts of(CallerTraffic.Timeouts timeouts) {
        return Timeouts.newBuilder()
                .setConnectMillis(
                        (int) Math.min(MOST_CONNECT_MILLIS, timeouts.connect().toMillis()))
                .setRequestMillis(timeouts.request().toMillis())
                .setTryMillis(timeouts.perTry().toMillis())
                .setIdleMillis(timeouts.idle().toMillis())
                .build();
    }

    static Retries of(CallerTraffic.Retries retries) {
        return Retries.newBuilder()
                .setAttempts(retries.attempts())
                .setAllMethods(retries.methods() == Traffic.Methods.ALL)
                .addAllRetryOn(retries.retryOn().stream().map(TrafficWords::of).toList())
                .setBaseMillis(retries.base().toMillis())
                .setMaxMillis(retries.max().toMillis())
                .setBudgetPercent(retries.budgetPercent())
                .setBudgetPerSecond(retries.budgetPerSecond())
                .build();
    }

    private static RetryOn of(Traffic.Outcome outcome) {
        return switch (outcome) {
            case CONNECT_FAILURE -> RetryOn.CONNECT_FAILURE;
            case REFUSED -> RetryOn.REFUSED;
            case UNAVAILABLE -> RetryOn.UNAVAILABLE;
            case RESET -> RetryOn.RESET;
            case GATEWAY_ERROR -> RetryOn.GATEWAY_ERROR;
            case SERVER_ERROR -> RetryOn.SERVER_ERROR;
            case TIMEOUT -> RetryOn.TIMEOUT;
        };
    }

    static Breaker of(CallerTraffic.Breaker breaker) {
        return Breaker.newBuilder()
                .setConsecutiveFailures(breaker.consecutiveFailures())
                .setMinSuccessPer100K(breaker.minSuccessPer100k())
                .setEjectionMillis(breaker.ejection().toMillis())
                .setMaxEjectionMillis(breaker.maxEjection().toMillis())
                .setMaxEjectedPercent(breaker.maxEjectedPercent())
                .build();
    }

    static Limits of(CallerTraffic.Limits limits) {
        return Limits.newBuilder()
                .setConnections(limits.connections())
                .setPendingRequests(limits.pending())
                .setRequests(limits.requests())
                .build();
    }

    static Balance of(CallerTraffic.Balancing balancing, ServiceView.Distribution distribution) {
        Balance.Builder balance =
                Balance.newBuilder()
                        .setAlgorithm(of(balancing.algorithm()))
                        .setSlowStartMillis(balancing.slowStart().toMillis())
                        .setPreference(of(distribution));
        balancing.hash().ifPresent(hash -> hash(hash, balance));
        return balance.build();
    }

    private static void hash(Traffic.Hash hash, Balance.Builder balance) {
        String name = hash.name() == null ? "" : hash.name();
        switch (hash.type()) {
            case HEADER -> balance.setHeader(name);
            case COOKIE -> balance.setCookie(name);
            case CLIENT_IP -> balance.setClientAddress(ClientAddress.getDefaultInstance());
        }
    }

    private static Algorithm of(Traffic.Algorithm algorithm) {
        return switch (algorithm) {
            case PEAK_EWMA -> Algorithm.PEAK_EWMA;
            case LEAST_REQUEST -> Algorithm.LEAST_REQUEST;
            case ROUND_ROBIN -> Algorithm.ROUND_ROBIN;
            case RANDOM -> Algorithm.RANDOM;
            case RING_HASH -> Algorithm.RING_HASH;
            case MAGLEV -> Algorithm.MAGLEV;
        };
    }

    private static Preference of(ServiceView.Distribution distribution) {
        return switch (distribution) {
            case NONE -> Preference.PREFERENCE_UNSPECIFIED;
            case SAME_ZONE -> Preference.SAME_ZONE;
            case SAME_NODE -> Preference.SAME_NODE;
        };
    }
}
