package dev.rota.web;

import io.javalin.http.Context;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The act that takes back the one before it, offered beside the notice of that one. It travels in the address of the page
 * that follows, signed with what only the reader's own forms carry, so that no link can put an act into our mouth. Sent, it
 * is a form as any other: it needs the same rights, and stands in the audit.
 *
 * @param path to post to, relative to the base path
 * @param fields of the form
 */
record Undo(String path, Map<String, String> fields) {
    private static final String PARAMETER = "undo";

    static Undo of(String path) {
        return new Undo(path, Map.of());
    }

    /** The same with a field; as it is if there is no value. */
    Undo with(String name, @Nullable Object value) {
        if (value == null) {
            return this;
        }
        Map<String, String> more = new LinkedHashMap<>(fields);
        more.put(name, value.toString());
        return new Undo(path, more);
    }

    /** What it does, as {@link Reasons#VERBS} says it. */
    private String verb() {
        String last = path.substring(path.lastIndexOf('/') + 1);
        return Reasons.VERBS.contains(last) ? last : "turn";
    }

    /** False if it would be refused for want of a reason: one click gives none but what was given before. */
    boolean isFree(Set<String> reasoned) {
        return fields.containsKey("reason") || !reasoned.contains(verb());
    }

    /** To be put behind the query of the page that follows. */
    String parameter(Context ctx) {
        String text = path
                + fields.entrySet().stream()
                        .map(field -> "?" + field.getKey() + "=" + Urls.encoded(field.getValue()))
                        .collect(Collectors.joining());
        return "&" + PARAMETER + "=" + signature(ctx, text) + "." + Urls.encoded(text);
    }

    /** What the page at hand is to offer; empty if there is nothing, or it was not we who said so. */
    static Optional<Undo> find(Context ctx) {
        String given = ctx.queryParam(PARAMETER);
        int dot = given == null ? -1 : given.indexOf('.');
        if (given == null || dot < 0 || Caller.find(ctx).isEmpty()) {
            return Optional.empty();
        }
        String text = given.substring(dot + 1);
        return Secrets.hash(signature(ctx, text)).equals(Secrets.hash(given.substring(0, dot)))
                ? Optional.of(read(text))
                : Optional.empty();
    }

    private static String signature(Context ctx, String text) {
        byte[] key = Caller.of(ctx).csrf().getBytes(StandardCharsets.UTF_8);
        return new Secrets(key).sign(PARAMETER, text);
    }

    private static Undo read(String text) {
        String[] parts = text.split("\\?");
        Undo undo = of(parts[0]);
        for (String field : Arrays.asList(parts).subList(1, parts.length)) {
            int equals = field.indexOf('=');
            undo = undo.with(
                    field.substring(0, equals), URLDecoder.decode(field.substring(equals + 1), StandardCharsets.UTF_8));
        }
        return undo;
    }
}
