package dev.tulle.operator.status;

import dev.tulle.api.condition.ConditionType;
import dev.tulle.api.condition.Reason;

/// What a reconciler found out about one condition in this visit.
public record Finding(ConditionType type, Verdict verdict, Reason reason, String message) {

    /// The three values of a condition's status.
    public enum Verdict {
        TRUE("True"),
        FALSE("False"),
        UNKNOWN("Unknown");

        private final String word;

        Verdict(String word) {
            this.word = word;
        }

        public String word() {
            return word;
        }
    }

    /// The schema's bound on a message; what is longer would make the whole status invalid.
    private static final int LONGEST_MESSAGE = 4096;

    public Finding {
        if (message.length() > LONGEST_MESSAGE) {
            message = message.substring(0, LONGEST_MESSAGE - 1) + "…";
        }
    }

    public static Finding holds(ConditionType type, Reason reason, String message) {
        return new Finding(type, Verdict.TRUE, reason, message);
    }

    public static Finding fails(ConditionType type, Reason reason, String message) {
        return new Finding(type, Verdict.FALSE, reason, message);
    }

    public static Finding pending(ConditionType type, String message) {
        return new Finding(type, Verdict.UNKNOWN, Reason.PENDING, message);
    }

    /// What the rules of the mesh say about an object.
    public static Finding of(dev.tulle.operator.resolve.Finding finding) {
        return switch (finding.answer()) {
            case YES -> holds(finding.condition(), finding.reason(), finding.sentence());
            case NO -> fails(finding.condition(), finding.reason(), finding.sentence());
        };
    }

    /// The same word and sentence under another condition: Stalled repeats Ready.
    public Finding as(ConditionType other, Verdict otherVerdict) {
        return new Finding(other, otherVerdict, reason, message);
    }
}
