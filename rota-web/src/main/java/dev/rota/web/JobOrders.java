package dev.rota.web;

import dev.rota.JobOrder;
import dev.rota.Rota;
import dev.rota.job.ArgsException;
import dev.rota.job.Job;
import dev.rota.job.JobType;
import dev.rota.job.OnConflict;
import dev.rota.job.UniqueKey;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Makes orders of jobs out of what came by REST or by a form. */
final class JobOrders {
    private static final int LARGEST_ARGS = 256 * 1024;

    private final Rota rota;
    private final Redactor redactor;

    /** What {@code POST /jobs} takes. */
    record Body(
            @Nullable String type,
            @Nullable JsonNode args,
            @Nullable String queue,
            @Nullable Instant runAt,
            @Nullable Duration delay,
            @Nullable Integer priority,
            @Nullable List<String> tags,
            @Nullable String uniqueKey,
            @Nullable String onDuplicate) {}

    /** What {@code POST /jobs/{id}/clone} takes: what is left out is as it was. */
    record CloneBody(
            @Nullable JsonNode args,
            @Nullable String queue,
            @Nullable Instant runAt,
            @Nullable Duration delay,
            @Nullable Integer priority,
            @Nullable List<String> tags) {}

    JobOrders(Rota rota, Redactor redactor) {
        this.rota = rota;
        this.redactor = redactor;
    }

    /**
     * A job like another, changed. Where the arguments say {@code •••}, they are those of the other. Its unique key, which
     * it may still hold, is not taken over.
     *
     * @throws Problem if something does not fit, or this program has no handler for the type
     */
    JobOrder cloned(Job job, CloneBody change, String by) {
        JsonNode was = Json.tree(job.args());
        JsonNode args = change.args() == null ? was : redactor.restored(change.args(), was);
        Body body = new Body(
                job.type(),
                args,
                change.queue() == null ? job.queue() : change.queue(),
                change.runAt(),
                change.delay(),
                change.priority() == null ? (Integer) job.request().priority() : change.priority(),
                change.tags() == null ? job.tags() : change.tags(),
                null,
                null);
        JobOrder order = order(type(job.type()), body, by).maxAttempts(job.maxAttempts());
        Duration timeout = job.request().timeout();
        return timeout == null ? order : order.timeout(timeout);
    }

    /** @throws Problem if the name is missing, or this program has no handler for it */
    JobType<?> type(@Nullable String name) {
        if (name == null) {
            throw Problem.invalid("missing-field", "A field is missing", "/type", "Type is missing");
        }
        return rota.type(name)
                .orElseThrow(() -> Problem.invalid(
                                "type-unknown",
                                "The type is not known",
                                "/type",
                                "There is no handler for a type of this name in this program")
                        .hint("GET /workers lists the types that each worker knows."));
    }

    /** @throws Problem if something does not fit */
    <A> JobOrder order(JobType<A> type, Body body, String by) {
        JobOrder order = rota.job(type, args(type, body.args())).by(by);
        if (body.runAt() != null && body.delay() != null) {
            throw Problem.invalid(
                    "invalid-field", "A field is not valid", "/delay", "There is runAt too, expected one of them");
        }
        order = with(order, "/runAt", body.runAt(), JobOrder::at);
        order = with(order, "/delay", body.delay(), JobOrder::in);
        order = with(order, "/queue", body.queue(), JobOrder::queue);
        order = with(order, "/priority", body.priority(), JobOrder::priority);
        int tags = 0;
        for (String tag : body.tags() == null ? List.<String>of() : body.tags()) {
            order = with(order, "/tags/" + tags++, tag, JobOrder::tag);
        }
        return with(
                order,
                "/uniqueKey",
                body.uniqueKey(),
                (so, key) -> so.unique(UniqueKey.of(key).onConflict(onConflict(body.onDuplicate()))));
    }

    /** The same with a member of the body, which is left out if it is null. */
    private static <V> JobOrder with(
            JobOrder order, String pointer, @Nullable V value, BiFunction<JobOrder, V, JobOrder> change) {
        try {
            return value == null ? order : change.apply(order, value);
        } catch (IllegalArgumentException e) {
            throw Problem.invalid("invalid-field", "A field is not valid", pointer, String.valueOf(e.getMessage()));
        }
    }

    private static OnConflict onConflict(@Nullable String word) {
        return switch (word == null ? "return" : word) {
            case "return" -> OnConflict.KEEP;
            case "replace-args" -> OnConflict.REPLACE_ARGS;
            case "reject" -> OnConflict.REJECT;
            default ->
                throw Problem.invalid(
                        "invalid-field",
                        "A field is not valid",
                        "/onDuplicate",
                        "Expected return, replace-args or reject");
        };
    }

    /** The arguments, checked by reading them as the handler will. */
    private <A> A args(JobType<A> type, @Nullable JsonNode tree) {
        String json = tree == null || tree.isNull() ? "{}" : tree.toString();
        if (json.getBytes(StandardCharsets.UTF_8).length > LARGEST_ARGS) {
            throw Requests.tooLarge();
        }
        try {
            return rota.codec().decode(json, type.argsClass());
        } catch (ArgsException e) {
            throw Problem.invalid(
                    "args-invalid", "The arguments do not fit the type", "/args", String.valueOf(e.getMessage()));
        }
    }
}
