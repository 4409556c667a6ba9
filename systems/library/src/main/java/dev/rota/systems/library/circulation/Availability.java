package dev.rota.systems.library.circulation;

import dev.rota.systems.common.Columns;
import java.time.Duration;
import java.time.Instant;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import tools.jackson.databind.annotation.JsonNaming;

/**
 * How many copies of a book are where, as last counted.
 *
 * @param bookId the book
 * @param total all copies
 * @param available on the shelf
 * @param onLoan with a borrower
 * @param reserved kept for somebody
 * @param unavailable lost, in repair or withdrawn
 * @param computedAt when they were counted
 * @param ageSeconds how long ago that is; 0 or more
 */
@JsonNaming(SnakeCaseStrategy.class)
public record Availability(
        long bookId,
        int total,
        int available,
        int onLoan,
        int reserved,
        int unavailable,
        Instant computedAt,
        long ageSeconds) {

    static Availability of(JdbcClient jdbc, long book, Instant now) {
        return jdbc.sql("""
                select total, available, on_loan, reserved, unavailable, computed_at from library_availability
                 where book_id = :book""")
                .param("book", book)
                .query((row, n) -> {
                    Instant computed = Columns.instant(row, "computed_at");
                    return new Availability(
                            book,
                            row.getInt("total"),
                            row.getInt("available"),
                            row.getInt("on_loan"),
                            row.getInt("reserved"),
                            row.getInt("unavailable"),
                            computed,
                            Math.max(0, Duration.between(computed, now).toSeconds()));
                })
                .optional()
                .orElseThrow(() -> CirculationException.notFound("counted book", book));
    }
}
