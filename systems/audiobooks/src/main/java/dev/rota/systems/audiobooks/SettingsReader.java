package dev.rota.systems.audiobooks;

import dev.rota.schedule.Trigger;
import dev.rota.systems.audiobooks.AudiobookSettings.Asking;
import dev.rota.systems.audiobooks.AudiobookSettings.Scheduler;
import dev.rota.systems.audiobooks.task.TaskName;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.ZoneId;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.convert.DurationStyle;

/**
 * Reads the settings. A task's time is {@code audiobooks.tasks.<task>.cron} or {@code TASK_<TASK>_TIME}; flags are
 * {@code ENABLE_…}; what was named after the source of old, {@code TASK_MAM_TIME} and {@code ENABLE_MAM_SCRAPING}, still
 * counts. The first of several names that is set wins.
 */
final class SettingsReader {
    private static final List<String> STORES = List.of("sqlite", "postgres", "postgresql", "sqlalchemy");

    private final Function<String, @Nullable String> properties;

    /** @param properties the text of a property; null if it is not set */
    SettingsReader(Function<String, @Nullable String> properties) {
        this.properties = properties;
    }

    /**
     * The settings.
     *
     * @throws IllegalArgumentException naming the property that is wrong, what was expected and what was found
     */
    AudiobookSettings read() {
        ZoneId zone = zone();
        return new AudiobookSettings(
                zone,
                new Scheduler(
                        flag(true, "audiobooks.scheduler.enabled", "SCHEDULER_ENABLED"), store(), crons(zone), flags()),
                number(30, 1, 36_500, "audiobooks.history-retention-days", "HISTORY_RETENTION_DAYS"),
                Arrays.stream(text("English", "audiobooks.languages").split(","))
                        .map(String::strip)
                        .filter(language -> !language.isEmpty())
                        .toList(),
                flag(false, "audiobooks.top10.once-per-work"),
                asking(),
                Path.of(text("audiobooks", "audiobooks.downloads")));
    }

    private ZoneId zone() {
        String text = text("America/New_York", "audiobooks.timezone");
        try {
            return ZoneId.of(text);
        } catch (DateTimeException e) {
            throw new IllegalArgumentException(
                    "audiobooks.timezone: expected a zone such as America/New_York, found \"" + text + "\"", e);
        }
    }

    private @Nullable String store() {
        String text = find("audiobooks.scheduler.job-store", "SCHEDULER_JOB_STORE");
        if (text != null && !STORES.contains(text.toLowerCase(Locale.ROOT))) {
            throw new IllegalArgumentException(
                    "SCHEDULER_JOB_STORE: expected sqlite or postgres, found \"" + text + "\"");
        }
        // "sqlalchemy" named a library, not a database: whatever there is will do.
        return text == null || text.equalsIgnoreCase("sqlalchemy") ? null : text.toLowerCase(Locale.ROOT);
    }

    private Map<TaskName, String> crons(ZoneId zone) {
        WeekdayDialect dialect = WeekdayDialect.of(text("names", "audiobooks.cron-dialect"));
        Map<TaskName, String> crons = new EnumMap<>(TaskName.class);
        for (TaskName task : TaskName.values()) {
            String old = task == TaskName.CATALOG ? "TASK_MAM_TIME" : "TASK_" + task.name() + "_TIME";
            String name = "audiobooks.tasks." + task.id() + ".cron";
            String cron = find(name, "TASK_" + task.name() + "_TIME", old);
            String read = cron == null ? task.defaultCron() : dialect.read(cron);
            Trigger.cron(read, zone); // Throws what is wrong with it.
            crons.put(task, read);
        }
        return crons;
    }

    private Map<String, Boolean> flags() {
        Map<String, Boolean> flags = new TreeMap<>();
        for (TaskName task : TaskName.values()) {
            task.flag().ifPresent(name -> {
                String old = task == TaskName.CATALOG ? "ENABLE_MAM_SCRAPING" : name;
                flags.put(name, flag(true, name, old));
            });
        }
        return flags;
    }

    private Asking asking() {
        String who = text("local", "audiobooks.sources").toLowerCase(Locale.ROOT);
        if (!who.equals("local") && !who.equals("internet")) {
            throw new IllegalArgumentException("audiobooks.sources: expected local or internet, found \"" + who + "\"");
        }
        boolean internet = who.equals("internet");
        String contact = find("audiobooks.contact");
        if (internet && contact == null) {
            throw new IllegalArgumentException(
                    "audiobooks.contact: expected an address or a page at which those who run"
                            + " the sources can reach you, found nothing; set it, or audiobooks.sources=local");
        }
        Duration interval = DurationStyle.detectAndParse(text(internet ? "1s" : "0s", "audiobooks.min-interval"));
        if (internet && interval.compareTo(Duration.ofSeconds(1)) < 0) {
            throw new IllegalArgumentException("audiobooks.min-interval: expected 1s or longer for sources on the"
                    + " internet, found " + interval);
        }
        String agent = "Rota-Audiobooks/1.0" + (contact == null ? "" : " (" + contact + ")");
        return new Asking(internet, number(0, 0, 65_535, "audiobooks.local.port"), interval, agent);
    }

    private @Nullable String find(String... names) {
        for (String name : names) {
            String value = properties.apply(name);
            if (value != null && !value.isBlank()) {
                return value.strip();
            }
        }
        return null;
    }

    private String text(String otherwise, String... names) {
        String value = find(names);
        return value == null ? otherwise : value;
    }

    private boolean flag(boolean otherwise, String... names) {
        String value = text(Boolean.toString(otherwise), names).toLowerCase(Locale.ROOT);
        return switch (value) {
            case "true", "1", "yes", "on" -> true;
            case "false", "0", "no", "off" -> false;
            default ->
                throw new IllegalArgumentException(
                        names[names.length - 1] + ": expected true or false, found \"" + value + "\"");
        };
    }

    private int number(int otherwise, int least, int most, String... names) {
        String value = text(Integer.toString(otherwise), names);
        if (!value.matches("\\d{1,6}") || Integer.parseInt(value) < least || Integer.parseInt(value) > most) {
            throw new IllegalArgumentException(names[names.length - 1] + ": expected a whole number from " + least
                    + " to " + most + ", found \"" + value + "\"");
        }
        return Integer.parseInt(value);
    }
}
