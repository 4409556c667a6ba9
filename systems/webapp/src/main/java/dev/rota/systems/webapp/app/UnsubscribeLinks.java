package dev.rota.systems.webapp.app;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Links with which a recipient ends a newsletter without signing in: signed, so that nobody can end another's.
 * Thread-safe.
 */
public final class UnsubscribeLinks {
    private static final String ALGORITHM = "HmacSHA256";
    /** Half of the signature's bytes: nobody guesses 128 bits, and a line of a mail stays short. */
    private static final int SIGNATURE_BYTES = 16;

    private final SecretKeySpec key;
    private final String url;

    /**
     * Signs with the given secret.
     *
     * @param secret at least 32 bytes in UTF-8; links of another one are refused
     * @param url where the endpoints are, without a slash at the end
     */
    public UnsubscribeLinks(String secret, String url) {
        this.key = new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), ALGORITHM);
        this.url = url;
    }

    /** The link of a user. */
    public String of(long userId) {
        return url + "/unsubscribe/" + userId + "/" + signature(userId);
    }

    /** Whether the signature is that of the user's link. */
    public boolean valid(long userId, String signature) {
        return MessageDigest.isEqual(
                signature(userId).getBytes(StandardCharsets.UTF_8), signature.getBytes(StandardCharsets.UTF_8));
    }

    private String signature(long userId) {
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(key);
            // Named, because the same secret signs bearer tokens.
            byte[] whole = mac.doFinal(("unsubscribe " + userId).getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(whole, 0, SIGNATURE_BYTES);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("Every Java platform has " + ALGORITHM, e);
        }
    }
}
