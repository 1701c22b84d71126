package dev.tulle.proxy.discovery;

import static dev.tulle.proxy.discovery.FieldReader.each;
import static dev.tulle.proxy.discovery.FieldReader.invalid;
import static dev.tulle.proxy.discovery.FieldReader.read;

import dev.tulle.contract.v1.RouteRule;
import dev.tulle.proxy.model.HeaderEdit;
import dev.tulle.proxy.model.Mirror;
import dev.tulle.proxy.model.Rewrite;
import dev.tulle.proxy.model.RuleAnswer;
import dev.tulle.proxy.model.RuleChanges;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What a rule does to requests and answers, from the contract to the model.
final class RuleDecoder {

    private RuleDecoder() {}

    static RuleChanges changes(String field, RouteRule message) throws RefusedResourceException {
        HeaderEdit request =
                read(field + ".request_headers", () -> edit(message.getRequestHeaders()));
        HeaderEdit response =
                read(field + ".response_headers", () -> edit(message.getResponseHeaders()));
        RuleAnswer answer = answer(field, message);
        Rewrite rewrite = rewrite(field, message);
        List<Mirror> mirrors =
                each(
                        field + ".mirrors",
                        message.getMirrorsList(),
                        it -> new Mirror(it.getBackend(), it.getPercent()));
        return read(field, () -> new RuleChanges(answer, rewrite, request, response, mirrors));
    }

    private static @Nullable RuleAnswer answer(String field, RouteRule message)
            throws RefusedResourceException {
        if (message.hasRedirect() && message.hasRespond()) {
            throw invalid(field, "a redirect and an answer: expected one of the two");
        }
        if (message.hasRedirect()) {
            var redirect = message.getRedirect();
            return read(
                    field + ".redirect",
                    () ->
                            new RuleAnswer.Redirect(
                                    redirect.getScheme(),
                                    redirect.getHost(),
                                    redirect.getPort(),
                                    redirect.getPath(),
                                    redirect.getStatus()));
        }
        return message.hasRespond()
                ? read(
                        field + ".respond",
                        () ->
                                new RuleAnswer.Respond(
                                        message.getRespond().getStatus(),
                                        message.getRespond().getBody()))
                : null;
    }

    private static @Nullable Rewrite rewrite(String field, RouteRule message)
            throws RefusedResourceException {
        if (!message.hasRewrite()) {
            return null;
        }
        var rewrite = message.getRewrite();
        return read(
                field + ".rewrite",
                () -> new Rewrite(rewrite.getHost(), rewrite.getPath(), rewrite.getPrefix()));
    }

    private static HeaderEdit edit(dev.tulle.contract.v1.HeaderEdit message) {
        return new HeaderEdit(
                fields(message.getSetList()),
                fields(message.getAddList()),
                message.getRemoveList());
    }

    private static List<HeaderEdit.Field> fields(List<dev.tulle.contract.v1.HeaderField> messages) {
        return messages.stream()
                .map(field -> new HeaderEdit.Field(field.getName(), field.getValue()))
                .toList();
    }
}
