package dev.rota.web;

import dev.rota.Rota;
import dev.rota.console.IdempotencyStore;
import dev.rota.console.IdempotencyStore.Answer;
import dev.rota.console.IdempotencyStore.Begun;
import dev.rota.console.SecretHash;
import io.javalin.http.Context;
import io.javalin.http.Handler;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;

/** Answers a request that is sent again, under the same key, as it was answered the first time. */
final class Idempotency {
    private static final int LONGEST_KEY = 200;

    private final Rota rota;

    Idempotency(Rota rota) {
        this.rota = rota;
    }

    /** The same, where a request that carries {@code Idempotency-Key} is carried out once. */
    Handler once(Handler handler) {
        return ctx -> {
            String text = ctx.header("Idempotency-Key");
            if (text == null) {
                handler.handle(ctx);
            } else if (text.isBlank() || text.length() > LONGEST_KEY) {
                throw Problem.malformed("Idempotency-Key has " + text.length() + " characters, expected 1 to "
                        + LONGEST_KEY + ", not only spaces");
            } else {
                begin(ctx, new IdempotencyStore.Key(Caller.of(ctx).principal().name(), text), handler);
            }
        };
    }

    private void begin(Context ctx, IdempotencyStore.Key key, Handler handler) throws Exception {
        IdempotencyStore store = rota.store().console().idempotency();
        String request =
                ctx.method() + " " + ctx.path() + "\n" + new String(Requests.body(ctx), StandardCharsets.UTF_8);
        Begun begun = store.begin(key, SecretHash.of(request));
        if (begun instanceof Begun.Replay replay) {
            replay.answer().headers().forEach(ctx::header);
            ctx.status(replay.answer().status())
                    .header("Idempotency-Replayed", "true")
                    .result(replay.answer().body());
        } else if (begun instanceof Begun.New fresh) {
            carryOut(ctx, key, fresh.lease(), handler);
        } else if (begun instanceof Begun.Running) {
            throw Problem.of(409, "still-running", "The first request is not answered yet", "Idempotency-Key is in use")
                    .hint("Send it again in a moment.");
        } else {
            throw Problem.of(
                    422,
                    "key-reused",
                    "The key was used for another request",
                    "Idempotency-Key was sent with another request before, expected a new one");
        }
    }

    /** What failed is forgotten, so that it may be tried again. */
    private void carryOut(Context ctx, IdempotencyStore.Key key, long lease, Handler handler) throws Exception {
        IdempotencyStore store = rota.store().console().idempotency();
        try {
            handler.handle(ctx);
        } catch (Exception e) {
            store.abandon(key, lease);
            throw e;
        }
        Map<String, String> headers = new TreeMap<>();
        for (String name : new String[] {"Content-Type", "Location"}) {
            String value = ctx.res().getHeader(name);
            if (value != null) {
                headers.put(name, value);
            }
        }
        String body = ctx.result();
        store.complete(key, lease, new Answer(ctx.statusCode(), headers, body == null ? "" : body));
    }
}
