package dev.rota.systems.library.circulation;

import dev.rota.systems.common.Columns;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.LocalDate;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import tools.jackson.databind.annotation.JsonNaming;

/**
 * A loan as it stands.
 *
 * @param id the loan
 * @param userId the borrower; null when the borrower has been forgotten
 * @param copyId the copy
 * @param bookId the copy's book
 * @param status as in the table
 * @param dueDate null before it is lent
 * @param renewals how often it was renewed
 */
@JsonNaming(SnakeCaseStrategy.class)
public record Loan(
        long id,
        @Nullable Long userId,
        long copyId,
        long bookId,
        String status,
        @Nullable LocalDate dueDate,
        int renewals) {

    static Loan of(ResultSet row, int number) throws SQLException {
        return new Loan(
                row.getLong("id"),
                Columns.longOrNull(row, "user_id"),
                row.getLong("copy_id"),
                row.getLong("book_id"),
                Columns.text(row, "status"),
                Columns.dateOrNull(row, "due_date"),
                row.getInt("renewals"));
    }

    boolean isOpen() {
        return status.equals("active") || status.equals("overdue");
    }

    boolean isOf(long user) {
        return userId != null && userId == user;
    }
}
