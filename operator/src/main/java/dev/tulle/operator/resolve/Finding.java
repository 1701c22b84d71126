package dev.tulle.operator.resolve;

import dev.tulle.api.condition.ConditionType;
import dev.tulle.api.condition.Reason;

/// What is true of an object, in the words of its status. The sentence starts in lower case, has no
/// full stop and says what to do where there is something to do.
public record Finding(ConditionType condition, Answer answer, Reason reason, String sentence) {}
