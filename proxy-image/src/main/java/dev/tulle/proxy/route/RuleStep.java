package dev.tulle.proxy.route;

import io.netty.util.AsciiString;
import java.util.List;

/// One thing that is done to a request, compiled.
public sealed interface RuleStep {

    /// The proxy answers.
    record Respond(int status, List<HeaderSteps.Put> fields, AsciiString body)
            implements RuleStep {}

    /// The proxy sends the caller elsewhere.
    record Redirect(RedirectTarget target, List<HeaderSteps.Put> fields) implements RuleStep {}

    /// The request goes on under another name; an empty host stays as asked.
    record Rewrite(AsciiString host, PathRewrite path) implements RuleStep {}

    /// Fields of the request change.
    record Edit(HeaderSteps fields) implements RuleStep {}
}
