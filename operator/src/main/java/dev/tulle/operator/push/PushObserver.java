package dev.tulle.operator.push;

import dev.tulle.contract.v1.RejectionReason;
import dev.tulle.operator.compile.ResourceType;

/// Is told what happens on streams: for metrics. Called by the thread of the view.
public interface PushObserver {

    PushObserver NONE = new PushObserver() {};

    /// Why a stream was ended by discovery.
    enum End {
        /// Too many new streams at once.
        TOO_MANY,
        /// The pod did not appear in time.
        UNKNOWN_POD,
        /// The identity is not that of the pod.
        DENIED,
        /// The client broke the protocol.
        NONSENSE,
        /// A fault of ours.
        FAILED,
        /// No answer for a minute.
        SLOW,
        /// The same proxy opened a newer stream.
        REPLACED,
        /// Discovery stops.
        STOPPING
    }

    default void opened() {}

    default void closed() {}

    default void ended(End why) {}

    /// A resource was compiled, and that took this long.
    default void compiled(ResourceType type, long nanos) {}

    /// A response was sent; what it holds had waited this long for its turn on the stream.
    default void pushed(ResourceType type, int bytes, long nanos) {}

    /// A whole response was answered, this long after it was sent.
    default void answered(ResourceType type, long nanos) {}

    default void refused(RejectionReason reason) {}

    /// A change left the debounce, this long after it came.
    default void flushed(ChangeClass changeClass, long nanos) {}

    /// Once per second.
    default void state(State state) {}

    /// Levels at one moment.
    ///
    /// @param streams admitted streams
    /// @param slow of these, without an answer for 30 s
    /// @param pending names that wait to be sent, over all streams
    /// @param resources resources that are kept compiled
    /// @param heldBack versions that are kept from those who have not got them
    record State(int streams, int slow, int pending, int resources, int heldBack) {}
}
