package dev.tulle.operator.apply;

import io.fabric8.kubernetes.api.model.Status;
import io.fabric8.kubernetes.api.model.StatusCause;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Fields that another manager holds with another value, as the API server names them.
///
/// A 409 without such causes is no conflict of fields but a stale `resourceVersion`.
record FieldConflict(String managers, String fields) {
    private static final String CAUSE = "FieldManagerConflict";
    private static final Pattern MANAGER = Pattern.compile("conflict with \"([^\"]*)\"");
    private static final int CONFLICT = 409;

    static Optional<FieldConflict> in(KubernetesClientException error) {
        List<StatusCause> causes =
                error.getCode() == CONFLICT ? causes(error.getStatus()) : List.of();
        TreeSet<String> managers = new TreeSet<>();
        TreeSet<String> fields = new TreeSet<>();
        for (StatusCause cause : causes) {
            if (CAUSE.equals(cause.getReason())) {
                managers.add(manager(Objects.requireNonNullElse(cause.getMessage(), "")));
                fields.add(Objects.requireNonNullElse(cause.getField(), "?"));
            }
        }
        return managers.isEmpty()
                ? Optional.empty()
                : Optional.of(
                        new FieldConflict(String.join(", ", managers), String.join(", ", fields)));
    }

    private static List<StatusCause> causes(Status status) {
        return status == null
                        || status.getDetails() == null
                        || status.getDetails().getCauses() == null
                ? List.of()
                : status.getDetails().getCauses();
    }

    private static String manager(String message) {
        Matcher matcher = MANAGER.matcher(message);
        return matcher.find() ? Objects.requireNonNullElse(matcher.group(1), message) : message;
    }
}
