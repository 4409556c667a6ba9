package dev.rota.web;

import io.javalin.http.Context;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A form that was posted. */
final class Form {
    private static final String KEY = "rota.form";

    private final Map<String, List<String>> fields = new HashMap<>();

    private Form() {}

    static Form of(Context ctx) {
        Form form = ctx.attribute(KEY);
        if (form == null) {
            form = read(ctx);
            ctx.attribute(KEY, form);
        }
        return form;
    }

    private static Form read(Context ctx) {
        Form form = new Form();
        byte[] body = Requests.body(ctx);
        if (body.length == 0) {
            // A filter of the container may have read it already.
            ctx.req().getParameterMap().forEach((name, values) -> form.fields.put(name, List.of(values)));
            return form;
        }
        for (String pair : new String(body, StandardCharsets.UTF_8).split("&")) {
            int equals = pair.indexOf('=');
            if (equals > 0) {
                form.fields
                        .computeIfAbsent(decoded(pair.substring(0, equals)), name -> new ArrayList<>())
                        .add(decoded(pair.substring(equals + 1)));
            }
        }
        return form;
    }

    private static String decoded(String text) {
        try {
            return URLDecoder.decode(text, StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            throw Problem.malformed("The form is not encoded as application/x-www-form-urlencoded");
        }
    }

    /** The value of a field; null if it is missing or blank. */
    @Nullable
    String get(String name) {
        List<String> values = fields.getOrDefault(name, List.of());
        return values.isEmpty() || values.get(0).isBlank()
                ? null
                : values.get(0).strip();
    }

    /** The names of its fields. */
    Set<String> names() {
        return Set.copyOf(fields.keySet());
    }

    List<String> all(String name) {
        return fields.getOrDefault(name, List.of());
    }
}
