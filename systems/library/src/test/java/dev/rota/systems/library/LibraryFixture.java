package dev.rota.systems.library;

import dev.rota.mail.Mail;
import dev.rota.mail.MailUnavailableException;
import dev.rota.systems.common.Outbox;
import dev.rota.systems.common.OutboxSettings;
import dev.rota.systems.common.SiteCalendars;
import dev.rota.systems.common.SystemSchema;
import dev.rota.systems.common.testing.FreshDatabase;
import dev.rota.systems.common.testing.TestDatabase;
import dev.rota.systems.library.data.DataFiles;
import dev.rota.systems.library.data.LibraryData;
import dev.rota.systems.library.duty.AvailabilityRefresh;
import dev.rota.systems.library.duty.BlacklistReview;
import dev.rota.systems.library.duty.ClosedDays;
import dev.rota.systems.library.duty.ConsistencyCheck;
import dev.rota.systems.library.duty.DueReminders;
import dev.rota.systems.library.duty.Forgetting;
import dev.rota.systems.library.duty.InfractionReset;
import dev.rota.systems.library.duty.LibrarySettings;
import dev.rota.systems.library.duty.LoanArchive;
import dev.rota.systems.library.duty.MailDelivery;
import dev.rota.systems.library.duty.Messages;
import dev.rota.systems.library.duty.MonthlyReport;
import dev.rota.systems.library.duty.OrphanCheck;
import dev.rota.systems.library.duty.OverdueDays;
import dev.rota.systems.library.duty.OverdueMarking;
import dev.rota.systems.library.duty.OverdueNotices;
import dev.rota.systems.library.duty.PendingRequestNotices;
import dev.rota.systems.library.duty.Reports;
import dev.rota.systems.library.duty.TokenCleaning;
import dev.rota.systems.library.duty.TrendingBooks;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.namedparam.NamedParameterJdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionTemplate;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A library in a database of its own, its duties, and the mails it has sent. */
public final class LibraryFixture implements AutoCloseable {

    /** 2026-03-20 12:00 in New York. */
    public static final Instant NOON = Instant.parse("2026-03-20T16:00:00Z");

    public final FreshDatabase database;
    public final JdbcClient jdbc;
    public final JdbcTemplate template;
    public final TransactionTemplate transactions;
    public final LibrarySettings settings;
    public final List<Mail> mails = Collections.synchronizedList(new ArrayList<>());
    public final Outbox outbox;
    public final SiteCalendars calendars;
    public final Reports reports;
    private final Messages messages;
    private final OverdueDays overdueDays;

    /** True makes the mail server unreachable. */
    public boolean serverDown;

    private LibraryFixture(FreshDatabase database, LibrarySettings settings) {
        this.database = database;
        this.jdbc = database.jdbc();
        this.template = new JdbcTemplate(database.dataSource());
        this.transactions = database.transactions();
        this.settings = settings;
        this.outbox = new Outbox(
                jdbc,
                transactions,
                this::send,
                id -> mails.stream().anyMatch(mail -> mail.messageId().equals(id)),
                () -> NOON,
                OutboxSettings.of("library", settings.site().sender(), "library.example.test"));
        this.calendars = new SiteCalendars(jdbc);
        this.reports = new Reports(jdbc, JsonMapper.builder().build());
        this.messages = new Messages(jdbc, outbox, message -> {});
        this.overdueDays = new OverdueDays(calendars, settings);
    }

    /** Empty tables. */
    public static LibraryFixture empty(TestDatabase kind) {
        return new LibraryFixture(kind.open(SystemSchema.COMMON, SystemSchema.of("library")), LibrarySettings.DEFAULTS);
    }

    /** The hand-made library. */
    public static LibraryFixture handMade(TestDatabase kind) {
        LibraryFixture library = empty(kind);
        new LibraryData(library.template, library.transactions, library.settings).load(DataFiles.handMade(), NOON);
        return library;
    }

    /** The same tables under other rules. */
    public LibraryFixture with(LibrarySettings others) {
        return new LibraryFixture(database, others);
    }

    /** The answers computed for the hand-made library. */
    public static JsonNode expected() {
        return JsonMapper.builder()
                .build()
                .readTree(LibraryFixture.class.getResourceAsStream("/library/expected.json"));
    }

    /** A JSON array of numbers. */
    public static List<Long> ids(JsonNode array) {
        return array.valueStream().map(JsonNode::asLong).toList();
    }

    public OverdueMarking overdueMarking() {
        return new OverdueMarking(jdbc, transactions, settings);
    }

    public DueReminders dueReminders() {
        return new DueReminders(jdbc, transactions, settings, messages);
    }

    public OverdueNotices overdueNotices() {
        return new OverdueNotices(jdbc, transactions, settings, messages, overdueDays, reports);
    }

    public PendingRequestNotices pendingRequestNotices() {
        return new PendingRequestNotices(jdbc, transactions, settings, calendars, messages);
    }

    public InfractionReset infractionReset() {
        return new InfractionReset(jdbc, transactions, settings);
    }

    public BlacklistReview blacklistReview() {
        return new BlacklistReview(jdbc, transactions, settings, reports, messages);
    }

    public LoanArchive loanArchive() {
        return new LoanArchive(jdbc, new NamedParameterJdbcTemplate(template), transactions, settings);
    }

    public TokenCleaning tokenCleaning() {
        return new TokenCleaning(jdbc);
    }

    public AvailabilityRefresh availabilityRefresh() {
        return new AvailabilityRefresh(jdbc, transactions);
    }

    public MonthlyReport monthlyReport() {
        return new MonthlyReport(jdbc, transactions, settings, reports, messages);
    }

    public TrendingBooks trendingBooks() {
        return new TrendingBooks(jdbc, transactions, settings);
    }

    public OrphanCheck orphanCheck() {
        return new OrphanCheck(jdbc, transactions, settings, reports);
    }

    public ConsistencyCheck consistencyCheck() {
        return new ConsistencyCheck(jdbc, transactions);
    }

    public ClosedDays closedDays() {
        return new ClosedDays(jdbc, transactions, settings, messages);
    }

    public Forgetting forgetting() {
        return new Forgetting(jdbc, transactions, outbox);
    }

    public MailDelivery mailDelivery() {
        return new MailDelivery(jdbc, settings, outbox, overdueDays);
    }

    /** Delivers all messages, each as its own job would. */
    public void deliver(List<Long> messageIds, Instant now) throws MailUnavailableException {
        for (long message : messageIds) {
            mailDelivery().deliver(message, now);
        }
    }

    /** The ids a statement selects, ascending. */
    public List<Long> ids(String sql) {
        return jdbc.sql(sql).query(Long.class).list().stream().sorted().toList();
    }

    /** Runs the same thing in two threads that start together. */
    public static <T> List<T> twice(Callable<T> work) throws Exception {
        CyclicBarrier start = new CyclicBarrier(2);
        ExecutorService threads = Executors.newFixedThreadPool(2);
        try {
            Callable<T> together = () -> {
                start.await();
                return work.call();
            };
            Future<T> one = threads.submit(together);
            Future<T> other = threads.submit(together);
            return List.of(one.get(), other.get());
        } finally {
            threads.shutdownNow();
        }
    }

    private void send(Mail mail) throws MailUnavailableException {
        if (serverDown) {
            throw new MailUnavailableException("The mail server is down", 0, null);
        }
        mails.add(mail);
    }

    @Override
    public void close() {
        database.close();
    }
}
