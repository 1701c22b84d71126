package dev.tulle.proxy.route;

import io.netty.util.AsciiString;
import org.jspecify.annotations.Nullable;

/// A request as far as rules look at it.
public interface RequestView {

    AsciiString method();

    AsciiString target();

    /// The value of the field that is the n-th of its name, counted from 0; null when there are
    /// fewer. Names are given in lower case.
    @Nullable CharSequence value(AsciiString name, int nth);
}
