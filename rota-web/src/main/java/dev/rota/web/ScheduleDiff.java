package dev.rota.web;

import dev.rota.job.ExclusionKey;
import dev.rota.job.NewJob;
import dev.rota.schedule.PauseWindow;
import dev.rota.schedule.Policies;
import dev.rota.schedule.ScheduleDefinition;
import dev.rota.schedule.StoredSchedule;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What the code says of a schedule beside what an operator made of it.
 *
 * @param rows where they differ
 * @param same in how many respects they do not
 */
record ScheduleDiff(List<Row> rows, int same) {
    private static final String NONE = "–";

    /** One respect in which they differ. */
    record Row(String name, String code, String override) {}

    /** Null unless both the code and an operator have their say. */
    static @Nullable ScheduleDiff of(StoredSchedule schedule, Redactor redactor) {
        ScheduleDefinition code = schedule.code();
        ScheduleDefinition override = schedule.override();
        if (code == null || override == null) {
            return null;
        }
        Map<String, String> said = facts(code, redactor);
        Map<String, String> made = facts(override, redactor);
        List<Row> rows = new ArrayList<>();
        said.forEach((name, value) -> {
            String other = made.getOrDefault(name, NONE);
            if (!value.equals(other)) {
                rows.add(new Row(name, value, other));
            }
        });
        return new ScheduleDiff(rows, said.size() - rows.size());
    }

    /** Secret arguments are hidden, so that a difference in them alone is not told. */
    private static Map<String, String> facts(ScheduleDefinition definition, Redactor redactor) {
        NewJob job = definition.job();
        Policies policies = definition.policies();
        ExclusionKey exclusion = job.exclusion();
        Map<String, String> facts = new LinkedHashMap<>();
        facts.put("Runs", definition.trigger().describe());
        facts.put(
                "Trigger",
                definition.trigger().kind() + " " + definition.trigger().text());
        facts.put(
                "Zone",
                definition.trigger().zone() == null
                        ? NONE
                        : definition.trigger().zone().getId());
        facts.put("Type", job.type());
        facts.put("Arguments", redactor.args(job.type(), job.args()).toString());
        facts.put("Queue", job.queue());
        facts.put("Priority", String.valueOf(job.priority()));
        facts.put("Attempts", String.valueOf(job.maxAttempts()));
        facts.put("Timeout", length(job.timeout()));
        facts.put("Tags", job.tags().isEmpty() ? NONE : String.join(", ", job.tags()));
        facts.put("Exclusion key", exclusion == null ? NONE : exclusion.key() + " (" + exclusion.limit() + ")");
        facts.put("If missed", missed(policies));
        facts.put("If still running", Labels.words(policies.overlap()));
        facts.put("Jitter", length(policies.jitter()));
        facts.put("Late after", length(policies.grace()));
        facts.put("Expected run time", length(policies.expected()));
        facts.put(
                "Pause windows", policies.pauseWindows().isEmpty() ? NONE : PauseWindow.text(policies.pauseWindows()));
        facts.put("Starts", instant(policies.startsAt()));
        facts.put("Ends", instant(policies.endsAt()));
        facts.put("Flag", policies.flag() == null ? NONE : policies.flag());
        facts.put("Description", policies.description() == null ? NONE : policies.description());
        return facts;
    }

    private static String missed(Policies policies) {
        return policies.missed().text().toLowerCase(Locale.ROOT).replace('_', ' ');
    }

    private static String length(@Nullable Duration length) {
        return length == null ? NONE : Lengths.text(length);
    }

    private static String instant(@Nullable Instant at) {
        return at == null ? NONE : Times.utc(at);
    }
}
