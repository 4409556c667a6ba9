package dev.rota.systems.library.data;

import dev.rota.systems.common.Bounce;
import dev.rota.systems.common.EmailAddresses;
import dev.rota.systems.common.Preferences;
import dev.rota.systems.common.SiteCalendars;
import dev.rota.systems.library.duty.LibrarySettings;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Loads a library of eleven CSV files in the shape of the hand-made one. Dates in them are local to the site and mean
 * its midnight. Needs empty tables. Thread-safe, though one load is enough.
 */
public final class LibraryData {

    private static final String SYSTEM = "library";

    private final JdbcTemplate jdbc;
    private final TransactionTemplate transactions;
    private final LibrarySettings settings;

    /** Writes to the library's tables and the shared ones. */
    public LibraryData(JdbcTemplate jdbc, TransactionTemplate transactions, LibrarySettings settings) {
        this.jdbc = jdbc;
        this.transactions = transactions;
        this.settings = settings;
    }

    /**
     * Loads everything in one transaction.
     *
     * @param now when addresses that bounce are noted to have done so
     * @throws dev.rota.systems.common.CsvException when a file is not as expected; nothing is loaded then
     * @throws java.io.UncheckedIOException when a file cannot be read; nothing is loaded then
     * @throws IllegalStateException when there are users already
     */
    public Loaded load(DataFiles files, Instant now) {
        LibraryTables.requireEmpty(jdbc);
        LibraryFiles read = new LibraryFiles(files, settings);
        return transactions.execute(status -> {
            int users = write(read.faculties, read.users).get(1);
            write(read.books, read.copies, read.courses, read.enrollments, read.courseBooks, read.terms);
            int loans = write(read.loans, read.ledger, read.tokens).get(0);
            JdbcClient client = JdbcClient.create(jdbc);
            Preferences preferences = new Preferences(client);
            read.preferences.forEach(
                    chosen -> preferences.set(SYSTEM, chosen.user(), chosen.kind(), chosen.enabled(), true));
            EmailAddresses addresses = new EmailAddresses(client, () -> now);
            read.bounced.forEach(address -> addresses.bounced(address, Bounce.HARD));
            new SiteCalendars(client).setHours(settings.site().id(), read.hours);
            LibraryTables.advanceIdentities(jdbc);
            return new Loaded(users, loans);
        });
    }

    private List<Integer> write(Rows... tables) {
        List<Integer> counts = new ArrayList<>();
        for (Rows rows : tables) {
            counts.add(rows.write(jdbc));
        }
        return counts;
    }

    /**
     * What was loaded.
     *
     * @param users all users
     * @param loans all loans
     */
    public record Loaded(int users, int loans) {}
}
