package dev.tulle.operator.compile;

import com.google.protobuf.ByteString;
import dev.tulle.api.v1alpha1.SessionAffinity;
import dev.tulle.contract.v1.Affinity;
import dev.tulle.contract.v1.AffinityCookie;
import dev.tulle.operator.resolve.Defaults;
import dev.tulle.operator.resolve.Reads;
import dev.tulle.operator.view.AffinityKeysView;
import dev.tulle.operator.view.ObjectName;
import dev.tulle.operator.view.SigningKey;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/// How clients stay with an endpoint. Every Routes has keys of its own, derived from those of the
/// mesh: what a proxy can read signs nothing for another Service.
final class AffinityTranslator {

    private static final String HMAC = "HmacSHA256";
    private static final String PURPOSE = "tulle session affinity ";

    private final ObjectName secret;

    /// @param ownNamespace where the operator keeps the keys
    AffinityTranslator(String ownNamespace) {
        this.secret = ObjectName.of(ownNamespace, AffinityKeysView.NAME);
    }

    /// Empty while there are no keys: then nobody stays anywhere, and nothing is refused.
    Optional<Affinity> translate(SessionAffinity asked, RoutesKey routes, Reads reads) {
        List<SigningKey> keys =
                reads.find(AffinityKeysView.class, secret)
                        .map(AffinityKeysView::keys)
                        .orElse(List.of());
        if (keys.isEmpty()) {
            return Optional.empty();
        }
        Affinity.Builder message = Affinity.newBuilder();
        SessionAffinity.Cookie cookie = asked.cookie();
        if (cookie != null) {
            message.setCookie(cookie(cookie));
        } else {
            message.setHeader(String.valueOf(asked.header()).toLowerCase(Locale.ROOT));
        }
        keys.forEach(key -> message.addKeys(derived(key, routes)));
        return Optional.of(message.build());
    }

    private static AffinityCookie cookie(SessionAffinity.Cookie cookie) {
        return AffinityCookie.newBuilder()
                .setName(cookie.name())
                .setMaxAgeSeconds(Defaults.cookieSeconds(cookie))
                .build();
    }

    private static ByteString derived(SigningKey key, RoutesKey routes) {
        try {
            Mac mac = Mac.getInstance(HMAC);
            mac.init(new SecretKeySpec(key.bytes(), HMAC));
            return ByteString.copyFrom(
                    mac.doFinal((PURPOSE + routes.name()).getBytes(StandardCharsets.UTF_8)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this Java has no " + HMAC, e);
        }
    }
}
