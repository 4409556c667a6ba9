package dev.rota.systems.library;

import dev.rota.systems.common.Demonstration;
import dev.rota.systems.library.data.DataFiles;
import dev.rota.systems.library.data.LibraryData;
import dev.rota.systems.library.data.OpenLibraryData;
import dev.rota.systems.library.duty.LibrarySettings;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.temporal.TemporalAdjusters;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.transaction.support.TransactionTemplate;

/** The library as it is shown: its data, and a day of its duties. */
final class LibraryDemonstration implements Demonstration {
    private static final String NAME = "library";

    /** Whose opening hours the library of the open data has. */
    private static final String VENUE = "City Library";

    private final JdbcTemplate jdbc;
    private final TransactionTemplate transactions;
    private final LibrarySettings settings;

    LibraryDemonstration(JdbcTemplate jdbc, TransactionTemplate transactions, LibrarySettings settings) {
        this.jdbc = jdbc;
        this.transactions = transactions;
        this.settings = settings;
    }

    @Override
    public String system() {
        return NAME;
    }

    @Override
    public String load(@Nullable Path data, LocalDate today) {
        long users = count("library_user");
        if (users > 0) {
            return "nothing: the library has " + count("library_loan") + " loans of " + users + " users already";
        }
        if (data == null) {
            return own(DataFiles.handMade(today), today);
        }
        Path own = data.resolve(NAME);
        Path directory = Files.isDirectory(own) ? own : data;
        if (Files.exists(directory.resolve("loans.csv"))) {
            return own(DataFiles.in(directory), today);
        }
        if (Files.exists(directory.resolve("newcastle_loans_derived.csv"))) {
            return open(DataFiles.in(directory), today);
        }
        throw new IllegalArgumentException("Library data: expected loans.csv and its kin, or"
                + " newcastle_loans_derived.csv and its kin, in " + directory + ", found neither; name a directory that"
                + " has them");
    }

    private String own(DataFiles files, LocalDate today) {
        LibraryData.Loaded loaded = new LibraryData(jdbc, transactions, settings).load(files, settings.startOf(today));
        return loaded.loans() + " loans of " + loaded.users() + " users";
    }

    private String open(DataFiles files, LocalDate today) {
        OpenLibraryData.Loaded loaded =
                new OpenLibraryData(jdbc, transactions, settings).load(files, settings.startOf(today), VENUE);
        return loaded.loans() + " loans, " + loaded.openLoans() + " of them open, of " + loaded.copies() + " copies of "
                + loaded.books() + " books";
    }

    private long count(String table) {
        Long count = jdbc.queryForObject("select count(*) from " + table, Long.class);
        return count == null ? 0 : count;
    }

    @Override
    public List<Duty> duties(LocalDate date) {
        LocalDate sunday = date.with(TemporalAdjusters.nextOrSame(DayOfWeek.SUNDAY));
        LocalDate nextMonth = date.with(TemporalAdjusters.firstDayOfNextMonth());
        List<Duty> duties = new ArrayList<>();
        duties.add(duty("Mark overdue loans", "mark-overdue", date, LocalTime.MIDNIGHT));
        duties.add(duty("Reset infractions", "infraction-reset", date, LocalTime.of(0, 30)));
        duties.add(duty("Check consistency", "consistency", date, LocalTime.of(3, 0)));
        duties.add(duty("Archive old loans", "archive-loans", date, LocalTime.of(4, 0)));
        duties.add(duty("Review the blacklist", "blacklist-review", date, LocalTime.of(7, 0)));
        for (int hour = 8; hour <= 18; hour += 2) {
            duties.add(duty("Tell of pending requests", "pending-requests", date, LocalTime.of(hour, 0)));
        }
        duties.add(duty("Remind of due dates", "due-reminders", date, LocalTime.of(9, 0)));
        duties.add(duty("Send overdue notices", "overdue-notices", date, LocalTime.of(10, 0)));
        duties.add(duty("Count available copies", "availability", date, LocalTime.NOON));
        duties.add(duty("Find orphaned records", "orphans", sunday, LocalTime.of(3, 30)));
        duties.add(duty("Clean tokens", "clean-tokens", sunday, LocalTime.of(4, 0)));
        duties.add(duty("Compute what is trending", "trending", sunday, LocalTime.of(5, 0)));
        duties.add(duty("Report on the month", "monthly-report", nextMonth, LocalTime.of(6, 0)));
        duties.sort(Comparator.comparing(Duty::at));
        return List.copyOf(duties);
    }

    private Duty duty(String title, String name, LocalDate date, LocalTime time) {
        Instant at = date.atTime(time).atZone(settings.site().zone()).toInstant();
        return new Duty(title, NAME + "." + name, at);
    }
}
