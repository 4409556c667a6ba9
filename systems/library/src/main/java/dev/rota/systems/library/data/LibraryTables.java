package dev.rota.systems.library.data;

import dev.rota.systems.common.SystemSchema;
import java.util.List;
import java.util.Objects;
import javax.sql.DataSource;
import org.springframework.jdbc.core.JdbcTemplate;

/** The tables that the loaders fill with ids of their own. */
final class LibraryTables {

    private static final List<String> LOADED = List.of(
            "library_faculty",
            "library_user",
            "library_book",
            "library_book_copy",
            "library_loan",
            "library_term",
            "library_course",
            "library_enrollment",
            "library_course_book");

    private LibraryTables() {}

    /** @throws IllegalStateException when there are users already */
    static void requireEmpty(JdbcTemplate jdbc) {
        if (!jdbc.queryForList("select id from library_user limit 1").isEmpty()) {
            throw new IllegalStateException(
                    "The library: expected empty tables, found users; load into a new database");
        }
    }

    /** Generated ids go on after the loaded ones. Runs in the caller's transaction. */
    static void advanceIdentities(JdbcTemplate jdbc) {
        DataSource database = Objects.requireNonNull(jdbc.getDataSource(), "The JdbcTemplate has no data source");
        for (String table : LOADED) {
            SystemSchema.advanceIdentity(database, table);
        }
    }
}
