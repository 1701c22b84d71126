package dev.tulle.proxy.exchange;

import dev.tulle.proxy.route.RequestView;
import io.netty.util.AsciiString;
import org.jspecify.annotations.Nullable;

/// Method and target as they were received; the target is forwarded unchanged. Both may be views on
/// a buffer of the connection: whoever keeps them longer than the exchange copies them.
public record RequestHead(AsciiString method, AsciiString target, Fields fields)
        implements Head, RequestView {

    /// The target without its query.
    public AsciiString path() {
        int query = target.indexOf("?");
        return query < 0 ? target : target.subSequence(0, query, false);
    }

    @Override
    public @Nullable CharSequence value(AsciiString name, int nth) {
        return fields.value(name, nth);
    }
}
