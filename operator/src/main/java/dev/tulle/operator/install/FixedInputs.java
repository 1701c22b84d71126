package dev.tulle.operator.install;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/// The inputs that a running discovery cannot swap. Their hash stands in the pod template, so that
/// a change of one rolls the pods, and a change of anything else does not: Secrets are swapped
/// live.
final class FixedInputs {

    static final String ANNOTATION = "mesh.tulle.dev/inputs";

    private FixedInputs() {}

    static String hash(InstallPlan plan) {
        String inputs = plan.trustDomain() + '\n' + plan.release().version();
        try {
            byte[] digest =
                    MessageDigest.getInstance("SHA-256")
                            .digest(inputs.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest, 0, 8);
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError("every JDK has SHA-256", e);
        }
    }
}
