package dev.tulle.proxy.exchange;

import io.netty.buffer.ByteBuf;

/// Where one message goes. An engine writes what it read to the sink of the other side without
/// knowing which protocol that side speaks. All calls come from the event loop that owns both
/// sides.
public interface HttpSink {
    void head(Head head, More more);

    /// The bytes belong to the sink from now on.
    void data(ByteBuf bytes, More more);

    /// Ends the message.
    void trailers(Fields trailers);

    /// Called once when the source has nothing more to hand over for now.
    void flush();

    /// The message cannot be completed.
    void reset(ResetReason reason);

    /// False asks the source to stop reading until its [HttpSource#resume] is called.
    boolean writable();
}
