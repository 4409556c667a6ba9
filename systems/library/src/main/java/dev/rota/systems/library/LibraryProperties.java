package dev.rota.systems.library;

import dev.rota.systems.library.duty.LibrarySettings;
import dev.rota.systems.library.duty.LibrarySettings.ArchiveRules;
import dev.rota.systems.library.duty.LibrarySettings.ListRules;
import dev.rota.systems.library.duty.LibrarySettings.NoticeRules;
import dev.rota.systems.library.duty.LibrarySettings.Site;
import java.time.ZoneId;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;

/**
 * The properties {@code library.*}; what is not set is as in {@link LibrarySettings#DEFAULTS}, where each is explained.
 *
 * @param timezone the site's zone
 * @param name the library's name in mails
 * @param sender the address its mails come from
 * @param url where its pages are, without a slash at the end
 * @param blacklistThreshold infractions
 * @param notices when borrowers are written to
 * @param archive when closed loans leave the live table
 * @param lists how long lists are
 */
@ConfigurationProperties("library")
record LibraryProperties(
        @Nullable ZoneId timezone,
        @Nullable String name,
        @Nullable String sender,
        @Nullable String url,
        @Nullable Integer blacklistThreshold,
        @Nullable Notices notices,
        @Nullable Archive archive,
        @Nullable Lists lists) {

    /** Days; see {@link NoticeRules}. */
    record Notices(
            @Nullable Integer reminderDays,
            @Nullable List<Integer> overdueStages,
            @Nullable Integer longOverdueDays,
            @Nullable Boolean openDaysOnly,
            @Nullable Integer repeatEveryDays) {

        private NoticeRules over(NoticeRules defaults) {
            return new NoticeRules(
                    or(reminderDays, defaults.reminderDays()),
                    or(overdueStages, defaults.overdueStages()),
                    or(longOverdueDays, defaults.longOverdueDays()),
                    or(openDaysOnly, defaults.openDaysOnly()),
                    or(repeatEveryDays, defaults.repeatEveryDays()));
        }
    }

    /** See {@link ArchiveRules}. */
    record Archive(@Nullable Integer years, @Nullable Integer batch) {

        private ArchiveRules over(ArchiveRules defaults) {
            return new ArchiveRules(or(years, defaults.years()), or(batch, defaults.batch()));
        }
    }

    /** See {@link ListRules}. */
    record Lists(@Nullable Integer top, @Nullable Integer trendingDays) {

        private ListRules over(ListRules defaults) {
            return new ListRules(or(top, defaults.top()), or(trendingDays, defaults.trendingDays()));
        }
    }

    /**
     * The settings.
     *
     * @throws IllegalArgumentException when a value is out of range; the message names it
     */
    LibrarySettings settings() {
        LibrarySettings defaults = LibrarySettings.DEFAULTS;
        Site site = defaults.site();
        return new LibrarySettings(
                new Site(
                        site.id(),
                        or(timezone, site.zone()),
                        or(name, site.name()),
                        or(sender, site.sender()),
                        or(url, site.url())),
                notices == null ? defaults.notices() : notices.over(defaults.notices()),
                or(blacklistThreshold, defaults.blacklistThreshold()),
                archive == null ? defaults.archive() : archive.over(defaults.archive()),
                lists == null ? defaults.lists() : lists.over(defaults.lists()));
    }

    private static <T> T or(@Nullable T value, T otherwise) {
        return Objects.requireNonNullElse(value, otherwise);
    }
}
