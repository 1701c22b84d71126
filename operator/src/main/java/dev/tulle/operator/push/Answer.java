package dev.tulle.operator.push;

import dev.tulle.operator.compile.ResourceType;

/// A client has answered a response.
///
/// @param nanos how long after it was sent
record Answer(Outgoing response, long nanos) {

    ResourceType type() {
        return response.type();
    }
}
