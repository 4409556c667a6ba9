package dev.rota.systems.audiobooks.task;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The seven tasks, with the times they run by default (5-field cron, local to the site, weekdays by name), what switches
 * them, and the names under which they were known before.
 */
public enum TaskName {
    CATALOG("0 2 * * *", "ENABLE_CATALOG_CRAWL", "Crawl the catalogue for new and changed audiobooks"),
    TOP10("0 3 * * SUN", "ENABLE_TOP10_DISCOVERY", "List the ten most downloaded audiobooks of each enabled genre"),
    METADATA_FULL("0 4 1 * *", "ENABLE_METADATA_CORRECTION", "Refresh the metadata of all audiobooks"),
    METADATA_NEW("30 4 * * SUN", "ENABLE_METADATA_CORRECTION", "Refresh the metadata of recent audiobooks"),
    SERIES("0 3 2 * *", "ENABLE_SERIES_COMPLETION", "Want the missing books of followed series"),
    AUTHOR("0 3 3 * *", "ENABLE_AUTHOR_COMPLETION", "Want the missing works of followed authors"),
    CLEANUP("0 1 * * *", null, "Delete old task records");

    private final String defaultCron;
    private final @Nullable String flag;
    private final String purpose;

    TaskName(String defaultCron, @Nullable String flag, String purpose) {
        this.defaultCron = defaultCron;
        this.flag = flag;
        this.purpose = purpose;
    }

    public String defaultCron() {
        return defaultCron;
    }

    /** The flag that switches it; empty for the clean-up, which is always on. */
    public Optional<String> flag() {
        return Optional.ofNullable(flag);
    }

    /** What it is for, in a sentence. */
    public String purpose() {
        return purpose;
    }

    /** Its id in addresses and names: lower case, with dashes. */
    public String id() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** Names that mean it too. */
    public List<String> aliases() {
        return switch (this) {
            case CATALOG -> List.of("MAM", "mam_scraping_task", "mam_scraping");
            case TOP10 -> List.of("top10_discovery_task", "top10_discovery");
            case METADATA_FULL -> List.of("metadata_full_refresh_task", "metadata_full_refresh");
            case METADATA_NEW -> List.of("metadata_new_books_task", "metadata_new_books");
            case SERIES -> List.of("series_completion_task", "series_completion");
            case AUTHOR -> List.of("author_completion_task", "author_completion");
            case CLEANUP -> List.of("cleanup_old_tasks", "cleanup_old_tasks_task");
        };
    }

    /** The task of a name, an id or an alias, in any case; empty if there is none. */
    public static Optional<TaskName> find(String text) {
        return Arrays.stream(values())
                .filter(task -> task.name().equalsIgnoreCase(text)
                        || task.id().equalsIgnoreCase(text)
                        || task.aliases().stream().anyMatch(alias -> alias.equalsIgnoreCase(text)))
                .findFirst();
    }
}
