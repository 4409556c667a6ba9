package dev.rota.postgres;

import dev.rota.job.ArgsCodec;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** For handlers without arguments. */
final class NoArgs implements ArgsCodec {
    @Override
    public String encode(@Nullable Object args) {
        return "null";
    }

    @Override
    @SuppressWarnings("NullAway")
    public <A> A decode(String json, Class<A> type) {
        return null;
    }

    @Override
    public String redact(String json, Class<?> type) {
        return json;
    }

    @Override
    public Set<String> secrets(String json, Class<?> type) {
        return Set.of();
    }

    @Override
    public Map<String, Object> toMap(String json) {
        throw new UnsupportedOperationException(json);
    }

    @Override
    public <A> A fromMap(Map<String, Object> map, Class<A> type) {
        throw new UnsupportedOperationException();
    }
}
