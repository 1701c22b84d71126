package dev.tulle.proxy.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tulle.proxy.balance.Hashes;
import dev.tulle.proxy.balance.LoadBalancer;
import dev.tulle.proxy.exchange.CopiedFields;
import dev.tulle.proxy.exchange.NoFields;
import dev.tulle.proxy.exchange.RequestHead;
import dev.tulle.proxy.model.HashKey;
import dev.tulle.proxy.model.IpAddress;
import io.netty.util.AsciiString;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RequestHashTest {
    private static final IpAddress CALLER = IpAddress.parse("10.0.0.9");

    private static long hash(HashKey key, String field, String value) {
        CopiedFields fields = CopiedFields.of(new NoFields());
        fields.add(AsciiString.of(field), value);
        AsciiString path = AsciiString.of("/");
        return RequestHash.of(key).of(CALLER, new RequestHead(AsciiString.of("GET"), path, fields));
    }

    @ParameterizedTest(name = "{0}: {1}")
    @CsvSource({"x-user, ann", "cookie, theme=dark; X-User=ann"})
    void isThatOfTheValue(String field, String value) {
        HashKey key =
                field.equals("cookie")
                        ? new HashKey.Cookie("X-User")
                        : new HashKey.Header("X-User");

        assertThat(hash(key, field, value)).isEqualTo(Hashes.of("ann"));
        assertThat(hash(key, "other", value)).as("absent").isEqualTo(LoadBalancer.NO_HASH);
        assertThat(RequestHash.of(key).of(CALLER, null))
                .as("of a connection")
                .isEqualTo(LoadBalancer.NO_HASH);
    }

    @Test
    void isThatOfTheAddressForAConnectionToo() {
        RequestHash hash = RequestHash.of(new HashKey.ClientAddress());

        assertThat(hash.of(CALLER, null)).isEqualTo(Hashes.of("10.0.0.9"));
    }
}
