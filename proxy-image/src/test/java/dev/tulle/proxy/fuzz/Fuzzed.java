package dev.tulle.proxy.fuzz;

import dev.tulle.proxy.detect.DetectTarget;
import dev.tulle.proxy.http1.AnswerTarget;
import dev.tulle.proxy.http1.RequestTarget;
import dev.tulle.proxy.http2.AnswerFrameTarget;
import dev.tulle.proxy.http2.FieldBlockTarget;
import dev.tulle.proxy.http2.FrameTarget;
import dev.tulle.proxy.route.PathTarget;
import dev.tulle.proxy.route.QueryAndCookieTarget;
import dev.tulle.proxy.tunnel.TunnelTarget;
import java.util.Locale;

/// Every target, by the name that its corpus has.
public enum Fuzzed {
    DETECT,
    TUNNEL,
    HTTP1_REQUEST,
    HTTP1_ANSWER,
    HTTP2_FRAMES,
    HTTP2_ANSWER,
    HTTP2_FIELDS,
    PATH,
    QUERY_AND_COOKIES;

    public FuzzTarget target() {
        return switch (this) {
            case DETECT -> new DetectTarget();
            case TUNNEL -> new TunnelTarget();
            case HTTP1_REQUEST -> new RequestTarget();
            case HTTP1_ANSWER -> new AnswerTarget();
            case HTTP2_FRAMES -> new FrameTarget();
            case HTTP2_ANSWER -> new AnswerFrameTarget();
            case HTTP2_FIELDS -> new FieldBlockTarget();
            case PATH -> new PathTarget();
            case QUERY_AND_COOKIES -> new QueryAndCookieTarget();
        };
    }

    /// Of its corpus.
    String word() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
