package dev.rota.systems.library.duty;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;

/**
 * What a library decides for itself. {@link #DEFAULTS} stand where its sources of rules are silent.
 *
 * @param site where the library is
 * @param notices when borrowers are written to
 * @param blacklistThreshold the number of infractions from which a user is blacklisted; at least 1
 * @param archive when closed loans leave the live table
 * @param lists how long the lists in reports and caches are
 */
public record LibrarySettings(
        Site site, NoticeRules notices, int blacklistThreshold, ArchiveRules archive, ListRules lists) {

    /** A library in New York with the rules named in this class. */
    public static final LibrarySettings DEFAULTS = new LibrarySettings(
            new Site(
                    "library",
                    ZoneId.of("America/New_York"),
                    "University Library",
                    "library@example.test",
                    "http://localhost:8080"),
            new NoticeRules(3, List.of(1, 7, 14, 30), 90, false, 0),
            3,
            new ArchiveRules(2, 500),
            new ListRules(10, 30));

    /** Checks the ranges. */
    public LibrarySettings {
        requireAtLeast("blacklistThreshold", blacklistThreshold, 1);
    }

    /** The same settings for a library elsewhere. */
    public LibrarySettings at(Site elsewhere) {
        return new LibrarySettings(elsewhere, notices, blacklistThreshold, archive, lists);
    }

    /** The same settings with other rules for notices. */
    public LibrarySettings with(NoticeRules others) {
        return new LibrarySettings(site, others, blacklistThreshold, archive, lists);
    }

    /** The local date at the site. */
    public LocalDate today(Instant now) {
        return now.atZone(site.zone()).toLocalDate();
    }

    /** The first instant of a local date at the site. */
    public Instant startOf(LocalDate date) {
        return date.atStartOfDay(site.zone()).toInstant();
    }

    /**
     * Where the library is.
     *
     * @param id the id of its opening hours in the calendar
     * @param zone the zone in which its days begin
     * @param name its name in mails
     * @param sender the address its mails come from
     * @param url where its pages are, without a slash at the end
     */
    public record Site(String id, ZoneId zone, String name, String sender, String url) {}

    /**
     * When borrowers are written to. All in days.
     *
     * @param reminderDays a reminder is sent when the due date is at most so many days ahead; at least 0
     * @param overdueStages an overdue notice is sent when a loan has been overdue so many days; ascending, each at least 1
     * @param longOverdueDays beyond so many days a loan is reported to staff and no longer written about
     * @param openDaysOnly whether overdue days are counted in days the library was open; otherwise in calendar days
     * @param repeatEveryDays after the last stage, one more notice every so many days; 0 means none
     */
    public record NoticeRules(
            int reminderDays,
            List<Integer> overdueStages,
            int longOverdueDays,
            boolean openDaysOnly,
            int repeatEveryDays) {
        /** Checks the ranges. */
        public NoticeRules {
            overdueStages = List.copyOf(overdueStages);
            requireAtLeast("notices.reminderDays", reminderDays, 0);
            requireAtLeast("notices.repeatEveryDays", repeatEveryDays, 0);
            int before = 0;
            for (int stage : overdueStages) {
                if (stage <= before) {
                    throw new IllegalArgumentException("notices.overdueStages must be ascending days from 1 on, found "
                            + overdueStages + ": sort them and leave out repetitions");
                }
                before = stage;
            }
            requireAtLeast("notices.longOverdueDays", longOverdueDays, before);
        }
    }

    /**
     * When closed loans leave the live table.
     *
     * @param years a loan is archived when it was closed before today, so many years ago; at least 1
     * @param batch loans moved in one transaction; 1 to 500
     */
    public record ArchiveRules(int years, int batch) {
        /** Checks the ranges. */
        public ArchiveRules {
            requireAtLeast("archive.years", years, 1);
            requireAtLeast("archive.batch", batch, 1);
            if (batch > 500) {
                throw new IllegalArgumentException(
                        "archive.batch must be at most 500 loans, found " + batch + ": choose a smaller one");
            }
        }
    }

    /**
     * How long lists are.
     *
     * @param top entries of a top list; at least 1
     * @param trendingDays days that count for what is trending; at least 1
     */
    public record ListRules(int top, int trendingDays) {
        /** Checks the ranges. */
        public ListRules {
            requireAtLeast("lists.top", top, 1);
            requireAtLeast("lists.trendingDays", trendingDays, 1);
        }
    }

    private static void requireAtLeast(String name, int value, int least) {
        if (value < least) {
            throw new IllegalArgumentException(
                    name + " must be at least " + least + ", found " + value + ": choose a larger one");
        }
    }
}
