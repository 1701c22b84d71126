package dev.tulle.operator.certificates;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/// The name of the Secret that holds the identity of a ServiceAccount, in the account's namespace.
/// Who writes the Secret and who mounts it must agree without talking.
public final class IdentitySecretName {

    private static final String PREFIX = "tulle-id-";
    private static final int LONGEST = 253;
    private static final int KEPT = 235;

    private IdentitySecretName() {}

    /// `tulle-id-<account>`; where that is longer than a name may be, the account's first 235
    /// characters, a dash and 8 hex digits of the account's SHA-256.
    public static String of(String account) {
        String plain = PREFIX + account;
        return plain.length() <= LONGEST
                ? plain
                : PREFIX + account.substring(0, KEPT) + '-' + digest(account);
    }

    private static String digest(String account) {
        try {
            byte[] hash =
                    MessageDigest.getInstance("SHA-256")
                            .digest(account.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(hash, 0, 4);
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError("every JDK has SHA-256", e);
        }
    }
}
