package dev.tulle.proxy.filter;

import dev.tulle.proxy.exchange.Caller;
import dev.tulle.proxy.exchange.Exchange;
import dev.tulle.proxy.exchange.ProxyError;
import dev.tulle.proxy.exchange.ResponseFilter;
import dev.tulle.proxy.exchange.ResponseHead;
import dev.tulle.proxy.model.Endpoint;

/// An application cannot pretend to be a proxy that failed: its `x-tulle-error` is taken away. What
/// a meshed endpoint's proxy said goes through.
final class ReservedAnswerFields implements ResponseFilter {
    @Override
    public void onResponse(Exchange exchange, ResponseHead head) {
        switch (exchange.caller()) {
            case Caller.Remote remote -> head.fields().remove(ProxyError.FIELD);
            case Caller.Application application -> {
                Endpoint endpoint = exchange.endpoint();
                if (endpoint == null || !endpoint.meshed()) {
                    head.fields().remove(ProxyError.FIELD);
                }
            }
        }
    }
}
