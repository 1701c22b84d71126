/// Turns a pod that is being created into a meshed one: the webhook's endpoint, the decision and
/// the pure change of the pod. No call to the API server here: a request is answered from the view
/// that is at hand, or not at all.
@NullMarked
package dev.tulle.operator.inject;

import org.jspecify.annotations.NullMarked;
