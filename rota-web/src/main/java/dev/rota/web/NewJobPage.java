package dev.rota.web;

import dev.rota.job.JobType;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * The form in which a job is enqueued.
 *
 * @param types to choose from
 * @param type what was chosen; null if nothing was yet
 * @param args of that type, as they stand in the form
 * @param fields the others, as text
 * @param problem what was wrong with what was sent; null at first
 */
record NewJobPage(
        Shell shell,
        List<String> types,
        @Nullable JobType<?> type,
        ClonePage.Args args,
        Fields fields,
        @Nullable Problem problem) {

    /** What the form says besides type and arguments; empty for what the type says. */
    record Fields(
            String queue, String priority, String tags, String delay, String at, String unique, String onDuplicate) {
        static final Fields NONE = new Fields("", "", "", "", "", "", "");

        static Fields sent(Form form) {
            return new Fields(
                    text(form, "queue"),
                    text(form, "priority"),
                    text(form, "tags"),
                    text(form, "delay"),
                    text(form, "at"),
                    text(form, "unique"),
                    text(form, "onDuplicate"));
        }

        private static String text(Form form, String name) {
            return Objects.requireNonNullElse(form.get(name), "");
        }

        /**
         * The order that they make up with type and arguments.
         *
         * @throws Problem if a field cannot be read
         */
        JobOrders.Body body(String type, @Nullable JsonNode args) {
            return new JobOrders.Body(
                    type,
                    args,
                    queue.isEmpty() ? null : queue,
                    at.isEmpty() ? null : ScheduleForm.instant("/runAt", at),
                    delay.isEmpty() ? null : Lengths.parse("/delay", delay),
                    priority.isEmpty() ? null : ClonePage.priority(priority),
                    Arrays.stream(tags.split(","))
                            .map(String::strip)
                            .filter(tag -> !tag.isEmpty())
                            .toList(),
                    unique.isEmpty() ? null : unique,
                    onDuplicate.isEmpty() ? null : onDuplicate);
        }
    }

    /** The queue, and what else the type says about its jobs. */
    JobType.Settings settings() {
        return Objects.requireNonNull(type).settings();
    }
}
