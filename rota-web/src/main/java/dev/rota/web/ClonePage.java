package dev.rota.web;

import dev.rota.job.Job;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
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
        Args args,
        String queue,
        String priority,
        String tags,
        String delay,
        @Nullable Problem problem) {

    /**
     * The arguments as they stand in the form.
     *
     * @param fields null if they are written as JSON
     * @param asJson whether the reader wants them as JSON, though there may be fields
     */
    record Args(@Nullable ArgsForm fields, String json, boolean asJson) {
        /** In the fields of their type, if they can be told so. */
        static Args of(Optional<ArgsType> type, JsonNode args) {
            return new Args(type.flatMap(known -> ArgsForm.of(known, args)).orElse(null), Json.pretty(args), false);
        }

        static Args asJson(JsonNode args) {
            return new Args(null, Json.pretty(args), true);
        }

        /** As they were sent, right or wrong. */
        static Args sent(Optional<ArgsType> type, Form form) {
            return new Args(
                    ofFields(type, form)
                            .flatMap(known -> ArgsForm.sent(known, name -> ClonePage.sent(form, name)))
                            .orElse(null),
                    ClonePage.sent(form, "args"),
                    ClonePage.sent(form, "argsAs").equals("json"));
        }

        /**
         * What was sent; null if nothing was, and they are as they were.
         *
         * @throws Problem if it cannot be read
         */
        static @Nullable JsonNode read(Optional<ArgsType> type, Form form) {
            Optional<ArgsType> fields = ofFields(type, form);
            return fields.isPresent()
                    ? ArgsForm.read(fields.get(), name -> ClonePage.sent(form, name))
                    : ClonePage.args(form.get("args"));
        }

        /** As the reader wants to see them; null if the job is to be enqueued. */
        static @Nullable Args otherwise(Optional<ArgsType> type, JsonNode args, @Nullable String wish) {
            if ("json".equals(wish)) {
                return asJson(args);
            }
            return "fields".equals(wish) ? of(type, args) : null;
        }

        private static Optional<ArgsType> ofFields(Optional<ArgsType> type, Form form) {
            return type.filter(known -> known.name().equals(form.get("argsOf")));
        }
    }

    /** The job as it is. */
    static ClonePage of(Shell shell, Job job, Args args) {
        return new ClonePage(
                shell,
                job,
                args,
                job.queue(),
                String.valueOf(job.request().priority()),
                String.join(", ", job.tags()),
                "",
                null);
    }

    /** What was sent, to be gone on with. */
    static ClonePage sent(Shell shell, Job job, Args args, Form form, @Nullable Problem problem) {
        return new ClonePage(
                shell,
                job,
                args,
                sent(form, "queue"),
                sent(form, "priority"),
                sent(form, "tags"),
                sent(form, "delay"),
                problem);
    }

    private static String sent(Form form, String name) {
        return Objects.requireNonNullElse(form.get(name), "");
    }

    /**
     * What the form says besides the arguments.
     *
     * @throws Problem if a field cannot be read
     */
    static JobOrders.CloneBody body(Form form, @Nullable JsonNode args) {
        String tags = form.get("tags");
        return new JobOrders.CloneBody(
                args,
                form.get("queue"),
                null,
                form.get("delay") == null ? null : Lengths.parse("/delay", sent(form, "delay")),
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

    static @Nullable Integer priority(@Nullable String text) {
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
}
