package dev.tulle.proxy.exchange;

import io.netty.util.AsciiString;
import org.jspecify.annotations.Nullable;

/// The fields of a head or of trailers: a view on the container of the engine that read them, so
/// that engines of one protocol hand the container itself over. Names are given in lower case, and
/// the authority of a request is its field `host`, whatever it is called on the wire.
public interface Fields {
    @Nullable CharSequence first(AsciiString name);

    /// The value of the field that is the n-th of its name, counted from 0; null when there are
    /// fewer.
    @Nullable CharSequence value(AsciiString name, int nth);

    /// In their order; names in whatever case they came.
    void forEach(FieldVisitor visitor);

    void add(AsciiString name, CharSequence value);

    /// Whether they prove who sent a request in a way that holds for the connection that it comes
    /// by, see [ConnectionAuth].
    boolean prove();

    /// An underscore counts as the hyphen that many servers take it for.
    void remove(AsciiString name);

    /// As [#remove], for every name that starts so.
    void removeStartingWith(AsciiString prefix);
}
