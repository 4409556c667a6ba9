package dev.rota.web;

import dev.rota.job.Job;
import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * The form in which a job is changed before it is enqueued once more.
 *
 * @param problem what was wrong with what was sent; null at first
 */
record ClonePage(
        Shell shell,
        Job job,
        String args,
        String queue,
        String priority,
        String tags,
        String delay,
        @Nullable Problem problem) {

    /** @param form what was sent and must be mended; null at first */
    static ClonePage of(Shell shell, Job job, Redactor redactor, @Nullable Form form, @Nullable Problem problem) {
        return new ClonePage(
                shell,
                job,
                sent(form, "args", Json.pretty(redactor.args(job))),
                sent(form, "queue", job.queue()),
                sent(form, "priority", String.valueOf(job.request().priority())),
                sent(form, "tags", String.join(", ", job.tags())),
                sent(form, "delay", ""),
                problem);
    }

    private static String sent(@Nullable Form form, String name, String unsent) {
        String value = form == null ? null : form.get(name);
        return form == null ? unsent : value == null ? "" : value;
    }

    /**
     * What the form says.
     *
     * @throws Problem if a field cannot be read
     */
    static JobOrders.CloneBody body(Form form) {
        String tags = form.get("tags");
        return new JobOrders.CloneBody(
                args(form.get("args")),
                form.get("queue"),
                null,
                delay(form.get("delay")),
                priority(form.get("priority")),
                tags == null
                        ? List.of()
                        : Arrays.stream(tags.split(","))
                                .map(String::strip)
                                .filter(tag -> !tag.isEmpty())
                                .toList());
    }

    /** @throws Problem if it is no JSON object */
    static @Nullable JsonNode args(@Nullable String text) {
        JsonNode tree = text == null ? null : Json.tree(text);
        if (tree != null && !tree.isObject()) {
            throw Problem.invalid(
                    "args-invalid", "The arguments are no JSON object", "/args", "Expected an object: {\"name\": …}");
        }
        return tree;
    }

    private static @Nullable Integer priority(@Nullable String text) {
        try {
            return text == null ? null : Integer.valueOf(text);
        } catch (NumberFormatException e) {
            throw Problem.invalid(
                    "invalid-field",
                    "A field is not valid",
                    "/priority",
                    "Priority is " + text + ", expected a number");
        }
    }

    private static @Nullable Duration delay(@Nullable String text) {
        try {
            return text == null ? null : Duration.parse(text);
        } catch (DateTimeParseException e) {
            throw Problem.invalid(
                    "invalid-field",
                    "A field is not valid",
                    "/delay",
                    "Delay is " + text + ", expected an ISO 8601 duration such as PT10M");
        }
    }
}
