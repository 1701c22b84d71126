package dev.tulle.proxy.http2;

import dev.tulle.proxy.exchange.Exchange;
import dev.tulle.proxy.exchange.Fields;
import dev.tulle.proxy.exchange.ProxyError;
import dev.tulle.proxy.exchange.RequestHead;
import dev.tulle.proxy.exchange.ResponseHead;
import dev.tulle.proxy.exchange.Tunnelling;
import dev.tulle.proxy.exchange.Verdict;
import io.netty.util.AsciiString;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.Objects;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/// Extended CONNECT (RFC 8441) on this side is an Upgrade to everybody else: a GET with `upgrade`,
/// granted by 101. A WebSocket then needs the key and its answer that HTTP/2 does without (RFC 6455
/// section 4).
final class ExtendedConnect {
    private static final AsciiString CONNECT = AsciiString.cached("CONNECT");
    private static final AsciiString GET = AsciiString.cached("GET");
    private static final AsciiString UPGRADE = AsciiString.cached("upgrade");
    private static final AsciiString WEBSOCKET = AsciiString.cached("websocket");
    private static final AsciiString KEY = AsciiString.cached("sec-websocket-key");
    private static final AsciiString ACCEPT = AsciiString.cached("sec-websocket-accept");
    private static final String ACCEPT_GUID = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";
    private static final int KEY_BYTES = 16;
    private static final int OK = 200;

    static final Verdict.Answer REFUSED =
            new Verdict.Answer(
                    ProxyError.NO_UPGRADE,
                    "the protocol that was asked for is not spoken there",
                    Verdict.After.KEEP);

    private ExtendedConnect() {}

    /// What a client asked for, as an Upgrade.
    static RequestHead received(HeaderList list, AsciiString path, RandomGenerator random) {
        AsciiString protocol = Objects.requireNonNull(list.protocol(), ":protocol");
        list.protocol(null);
        list.append(UPGRADE, protocol);
        if (WEBSOCKET.contentEqualsIgnoreCase(protocol)) {
            byte[] key = new byte[KEY_BYTES];
            random.nextBytes(key);
            list.append(KEY, AsciiString.of(Base64.getEncoder().encodeToString(key)));
        }
        return new RequestHead(GET, path, new Http2Fields(list));
    }

    /// Makes a list that was made of an Upgrade ask an endpoint for the same.
    static void ask(HeaderList list, Fields upgrade) {
        CharSequence protocol = upgrade.first(UPGRADE);
        list.method(CONNECT);
        list.protocol(protocol == null ? WEBSOCKET : new AsciiString(protocol));
        list.remove(UPGRADE);
        list.remove(KEY);
    }

    /// An endpoint's answer that grants it, as the 101 that grants an Upgrade.
    static ResponseHead granted(HeaderList list, Fields upgrade) {
        CharSequence protocol = upgrade.first(UPGRADE);
        list.append(UPGRADE, protocol == null ? WEBSOCKET : new AsciiString(protocol));
        AsciiString accept = accept(upgrade);
        if (accept != null) {
            list.append(ACCEPT, accept);
        }
        return new ResponseHead(ResponseHead.SWITCHING, new Http2Fields(list));
    }

    /// An Upgrade is refused by anything but a 101 that answers its key. To a client of HTTP/2 any
    /// 2xx would grant it.
    static boolean refuses(ResponseHead answer, Exchange exchange) {
        if (exchange.tunnelling() != Tunnelling.UPGRADE) {
            return false;
        }
        if (answer.status() != ResponseHead.SWITCHING) {
            return answer.status() >= OK && answer.status() < 300;
        }
        AsciiString accept = accept(exchange.request().fields());
        CharSequence said = answer.fields().first(ACCEPT);
        return accept != null && (said == null || !accept.contentEquals(said));
    }

    /// Makes a list that was made of a 101 tell a client that it is granted.
    static void grant(HeaderList list) {
        list.status(Statuses.text(OK));
        list.remove(UPGRADE);
        list.remove(ACCEPT);
    }

    private static @Nullable AsciiString accept(Fields upgrade) {
        CharSequence key = upgrade.first(KEY);
        return key == null ? null : acceptOf(key.toString());
    }

    static AsciiString acceptOf(String key) {
        byte[] text = (key + ACCEPT_GUID).getBytes(StandardCharsets.ISO_8859_1);
        try {
            byte[] digest = MessageDigest.getInstance("SHA-1").digest(text);
            return AsciiString.of(Base64.getEncoder().encodeToString(digest));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-1", e);
        }
    }
}
