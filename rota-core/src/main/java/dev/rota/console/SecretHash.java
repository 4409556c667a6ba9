package dev.rota.console;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.regex.Pattern;

/**
 * The SHA-256 of a secret that is long and random, and so needs no salt: a token, a cookie's value, a link. Not for
 * passwords.
 *
 * @param hex 64 hexadecimal digits, in lower case
 */
public record SecretHash(String hex) {
    private static final Pattern FORM = Pattern.compile("[0-9a-f]{64}");

    public SecretHash {
        if (!FORM.matcher(hex).matches()) {
            throw new IllegalArgumentException(
                    "Hash has " + hex.length() + " characters, expected the 64 hexadecimal digits of a SHA-256");
        }
    }

    /** The hash of a secret, in UTF-8. */
    public static SecretHash of(String secret) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(secret.getBytes(StandardCharsets.UTF_8));
            return new SecretHash(HexFormat.of().formatHex(digest));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("This Java has no SHA-256, expected every Java to have it", e);
        }
    }
}
