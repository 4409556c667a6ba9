package dev.rota.systems.common;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.regex.Pattern;

/** Message-IDs that follow from dedupe keys: the same key the same id, different keys different ids. */
final class MessageIds {
    private static final Pattern PLAIN = Pattern.compile("[A-Za-z0-9_]+(?:[.-][A-Za-z0-9_]+)*");
    private static final int LONGEST = 100;
    private static final int DIGEST_CHARACTERS = 32;

    private MessageIds() {}

    static String of(String system, String dedupeKey, String site) {
        return system + "." + local(dedupeKey) + "@" + site;
    }

    private static String local(String key) {
        if (key.length() <= LONGEST && PLAIN.matcher(key).matches()) {
            return key;
        }
        // "+" occurs in no plain key, so an id made here never equals one made above.
        return "key+" + digest(key);
    }

    private static String digest(String key) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(key.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest).substring(0, DIGEST_CHARACTERS);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java platform has SHA-256", e);
        }
    }
}
