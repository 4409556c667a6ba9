package dev.rota.web;

import dev.rota.retry.Bounds;
import java.time.Duration;
import java.time.Instant;
import java.util.function.UnaryOperator;
import tools.jackson.core.JsonParser;
import tools.jackson.databind.DeserializationContext;
import tools.jackson.databind.ValueDeserializer;
import tools.jackson.databind.deser.std.StdDeserializer;
import tools.jackson.databind.ext.javatime.deser.DurationDeserializer;
import tools.jackson.databind.ext.javatime.deser.InstantDeserializer;
import tools.jackson.databind.module.SimpleModule;

/** Times and lengths in bodies: what no database could keep is refused where it stands, whatever route it is sent to. */
final class BoundedTimes<T> extends StdDeserializer<T> {
    private final transient ValueDeserializer<T> reader;
    private final transient UnaryOperator<T> check;

    private BoundedTimes(Class<T> type, ValueDeserializer<T> reader, UnaryOperator<T> check) {
        super(type);
        this.reader = reader;
        this.check = check;
    }

    static SimpleModule module() {
        return new SimpleModule("bounded-times")
                .addDeserializer(
                        Instant.class,
                        new BoundedTimes<>(
                                Instant.class, InstantDeserializer.INSTANT, at -> Bounds.instant("The time", at)))
                .addDeserializer(
                        Duration.class,
                        new BoundedTimes<>(
                                Duration.class,
                                DurationDeserializer.INSTANCE,
                                length -> Bounds.length("The length", length)));
    }

    @Override
    public T deserialize(JsonParser parser, DeserializationContext context) {
        T read = reader.deserialize(parser, context);
        try {
            return read == null ? read : check.apply(read);
        } catch (IllegalArgumentException e) {
            return context.reportInputMismatch(this, "%s", e.getMessage());
        }
    }
}
