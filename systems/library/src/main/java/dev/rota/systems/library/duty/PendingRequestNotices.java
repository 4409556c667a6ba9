package dev.rota.systems.library.duty;

import dev.rota.systems.common.DutyProgress;
import dev.rota.systems.common.SiteCalendars;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.List;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Tells the administrators that loan requests wait for a decision: one mail for each of them and slot, only if there are
 * any and the library is open on that day. Thread-safe.
 */
public final class PendingRequestNotices {

    private static final DateTimeFormatter SLOT = DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH");

    private final JdbcClient jdbc;
    private final TransactionTemplate transactions;
    private final LibrarySettings settings;
    private final SiteCalendars calendars;
    private final Messages messages;

    /** Works on the library's tables. */
    public PendingRequestNotices(
            JdbcClient jdbc,
            TransactionTemplate transactions,
            LibrarySettings settings,
            SiteCalendars calendars,
            Messages messages) {
        this.jdbc = jdbc;
        this.transactions = transactions;
        this.settings = settings;
        this.calendars = calendars;
        this.messages = messages;
    }

    /** Claims the mails of the slot that {@code now} lies in: a slot is an hour at the site. */
    public Pending notify(Instant now, DutyProgress progress) {
        progress.checkpoint();
        LocalDateTime slot =
                LocalDateTime.ofInstant(now, settings.site().zone()).truncatedTo(ChronoUnit.HOURS);
        boolean open =
                calendars.calendar(settings.site().id(), settings.site().zone()).isOpen(slot.toLocalDate());
        long count = jdbc.sql("select count(*) from library_loan where status = 'pending'")
                .query(Long.class)
                .single();
        if (!open || count == 0) {
            progress.log(open ? "No request is pending" : "The library is closed today");
            return new Pending(slot, open, count, List.of());
        }
        List<Long> mails = transactions.execute(
                status -> messages.claimForAdmins(Messages.Kind.PENDING_REQUESTS, SLOT.format(slot), null));
        progress.total(mails.size());
        progress.ok(mails.size());
        return new Pending(slot, true, count, mails);
    }

    /**
     * What one run did.
     *
     * @param slot the local hour it went by
     * @param open whether the library is open on that day
     * @param count requests that are pending
     * @param messageIds the mails claimed by this run; to be delivered
     */
    public record Pending(LocalDateTime slot, boolean open, long count, List<Long> messageIds) {}
}
