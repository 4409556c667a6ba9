package dev.rota.testing.contract;

import dev.rota.job.ArgsCodec;
import dev.rota.job.ArgsException;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Writes texts and numbers as they are, so that the contracts need no JSON library. */
class TextCodec implements ArgsCodec {
    @Override
    public String encode(@Nullable Object value) {
        return value == null ? "{}" : "\"" + value + "\"";
    }

    @Override
    @SuppressWarnings("NullAway")
    public <A> A decode(String json, Class<A> type) {
        if (type == Void.class) {
            return null;
        }
        if (!json.startsWith("\"")) {
            throw new ArgsException("Expected a text, found " + json);
        }
        String text = json.substring(1, json.length() - 1);
        return type.cast(type == Integer.class ? (Object) Integer.valueOf(text) : text);
    }

    @Override
    public Map<String, Object> toMap(String json) {
        throw new ArgsException("Expected a text, found " + json);
    }

    @Override
    public <A> A fromMap(Map<String, Object> map, Class<A> type) {
        throw new ArgsException("Expected a text, found " + map);
    }

    @Override
    public String redact(String json, Class<?> type) {
        return json;
    }

    @Override
    public Set<String> secrets(String json, Class<?> type) {
        return Set.of();
    }
}
