package dev.rota.web;

import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Base64;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;

/**
 * A password as it is kept: PBKDF2 with HMAC-SHA-256, 600,000 rounds (OWASP's Password Storage Cheat Sheet), a salt of its
 * own, written as {@code pbkdf2-sha256$rounds$salt$hash}. It is what the platform brings, in Java and without further
 * libraries.
 */
public final class PasswordHash {
    /** The fewest characters of a password. */
    public static final int SHORTEST = 12;

    /** The most characters of a password. */
    public static final int LONGEST = 200;

    private static final int ROUNDS = 600_000;
    private static final int MOST_ROUNDS = 10_000_000;
    private static final int BITS = 256;
    private static final String KIND = "pbkdf2-sha256";
    private static final SecureRandom RANDOM = new SecureRandom();

    private PasswordHash() {}

    /**
     * Hashes a new password.
     *
     * @throws IllegalArgumentException if it is too short or too long
     */
    public static String of(String password) {
        if (password.length() < SHORTEST || password.length() > LONGEST) {
            throw new IllegalArgumentException("Password has " + password.length() + " characters, expected " + SHORTEST
                    + " to " + LONGEST + ": some words in a row are easily remembered");
        }
        byte[] salt = new byte[16];
        RANDOM.nextBytes(salt);
        Base64.Encoder text = Base64.getEncoder().withoutPadding();
        return KIND + "$" + ROUNDS + "$" + text.encodeToString(salt) + "$"
                + text.encodeToString(derive(password, salt, ROUNDS));
    }

    /** True if the hash is of this password; false too if it is of a kind that is not known. Takes its time. */
    public static boolean matches(String password, String hash) {
        String[] parts = hash.split("\\$", -1);
        if (parts.length != 4 || !parts[0].equals(KIND) || !parts[1].matches("\\d{1,8}")) {
            return false;
        }
        int rounds = Integer.parseInt(parts[1]);
        if (rounds < 1 || rounds > MOST_ROUNDS || password.length() > LONGEST) {
            return false;
        }
        try {
            byte[] expected = Base64.getDecoder().decode(parts[3]);
            return MessageDigest.isEqual(
                    expected, derive(password, Base64.getDecoder().decode(parts[2]), rounds));
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    private static byte[] derive(String password, byte[] salt, int rounds) {
        PBEKeySpec spec = new PBEKeySpec(password.toCharArray(), salt, rounds, BITS);
        try {
            return SecretKeyFactory.getInstance("PBKDF2WithHmacSHA256")
                    .generateSecret(spec)
                    .getEncoded();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("This Java has no PBKDF2WithHmacSHA256, expected every Java to have it", e);
        } finally {
            spec.clearPassword();
        }
    }
}
