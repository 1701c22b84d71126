package dev.tulle.operator.compile;

import dev.tulle.operator.view.ObjectName;

/// Whose endpoints: those of a Service, or the one of a pod that is called by its address.
public sealed interface BackendSubject {

    String text();

    /// All endpoints of a Service.
    record OfService(ObjectName service) implements BackendSubject {
        @Override
        public String text() {
            return service.toString();
        }
    }

    /// One pod, by uid.
    record OfPod(String uid) implements BackendSubject {
        @Override
        public String text() {
            return "pod/" + uid;
        }
    }
}
