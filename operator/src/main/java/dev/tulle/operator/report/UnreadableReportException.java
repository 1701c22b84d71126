package dev.tulle.operator.report;

import org.jspecify.annotations.Nullable;

/// A ConfigMap that should hold a report does not; the reader goes on without it.
public final class UnreadableReportException extends RuntimeException {

    UnreadableReportException(String why, @Nullable Throwable cause) {
        super("cannot read a report: " + why, cause);
    }
}
