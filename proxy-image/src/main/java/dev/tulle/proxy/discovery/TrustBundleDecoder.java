package dev.tulle.proxy.discovery;

import static dev.tulle.proxy.discovery.FieldReader.each;
import static dev.tulle.proxy.discovery.FieldReader.invalid;
import static dev.tulle.proxy.discovery.FieldReader.read;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import dev.tulle.proxy.model.TrustBundle;
import java.util.Base64;
import java.util.List;
import java.util.Set;

/// `TrustBundle`: the roots of one trust domain. An empty one would end all trust at once, so it is
/// refused.
final class TrustBundleDecoder implements Decoder<TrustBundle> {
    @Override
    public Decoded<TrustBundle> decode(String name, ByteString bytes)
            throws InvalidProtocolBufferException, RefusedResourceException {
        dev.tulle.contract.v1.TrustBundle message =
                dev.tulle.contract.v1.TrustBundle.parseFrom(bytes);
        Requirements.check(message.getRequiresList());
        if (!message.getTrustDomain().equals(name)) {
            throw invalid(
                    "trust_domain",
                    "trust domain %s in bundle %s: expected the same"
                            .formatted(message.getTrustDomain(), name));
        }
        List<String> roots =
                each(
                        "roots",
                        message.getRootsList(),
                        der -> Base64.getEncoder().encodeToString(der.toByteArray()));
        TrustBundle bundle =
                read(
                        "roots",
                        () -> new TrustBundle(name, message.getSequence(), Set.copyOf(roots)));
        return new Decoded<>(bundle, SourceStamp.of(message.getSourcesList()), Set.of());
    }
}
