package dev.tulle.operator.identity;

import java.time.Duration;

/// One thread that decides, and a few that sign and write.
public interface IdentityThreads extends AutoCloseable {
    /// Runs on the deciding thread, after a delay; after [#close] never.
    ///
    /// @return forgets it, if it has not begun
    Runnable after(Duration delay, Runnable work);

    /// Runs on one of the writing threads, soon.
    void write(Runnable work);

    @Override
    void close();
}
