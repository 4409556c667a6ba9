package dev.rota.demo;

import dev.rota.systems.library.data.LibraryGenerator;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Locale;
import java.util.function.Consumer;
import org.springframework.context.ApplicationContext;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.transaction.support.TransactionTemplate;

/** Fills the library with as many loans as somebody asks for, and says how far it has come. */
final class InventedLoans {
    /** The system that is filled. */
    static final String SYSTEM = "library";

    private static final long SEED = 1;
    private static final Duration BETWEEN_LINES = Duration.ofSeconds(2);

    private final JdbcTemplate jdbc;
    private final TransactionTemplate transactions;
    private final Consumer<String> say;
    private long lastLine = System.nanoTime();

    InventedLoans(ApplicationContext context, Consumer<String> say) {
        this.jdbc = context.getBean(JdbcTemplate.class);
        this.transactions = context.getBean(TransactionTemplate.class);
        this.say = say;
    }

    /** Whether the library holds nothing yet. */
    boolean isWanted() {
        return Integer.valueOf(0)
                .equals(jdbc.queryForObject(
                        "select count(*) from (select 1 from library_user limit 1) as any_user", Integer.class));
    }

    /** Writes them; says what was written, in words. */
    String write(int count, Instant now, ZoneId zone) {
        LibraryGenerator.Size size =
                new LibraryGenerator(jdbc, transactions, zone).loans(count, now, SEED, written -> tell(written, count));
        return String.format(
                Locale.ROOT,
                "%,d invented loans, %,d of them open, of %,d users and %,d copies",
                size.loans(),
                size.openLoans(),
                size.users(),
                size.copies());
    }

    private void tell(long written, int count) {
        if (System.nanoTime() - lastLine >= BETWEEN_LINES.toNanos()) {
            lastLine = System.nanoTime();
            say.accept(String.format(Locale.ROOT, "Inventing loans: %,d of %,d", written, count));
        }
    }
}
