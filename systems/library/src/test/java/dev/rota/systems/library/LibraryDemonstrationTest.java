package dev.rota.systems.library;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.rota.systems.common.Demonstration.Duty;
import dev.rota.systems.common.testing.TestDatabase;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LibraryDemonstrationTest {
    private static final LocalDate FRIDAY = LocalDate.of(2026, 3, 20);

    private final LibraryFixture library = LibraryFixture.empty(TestDatabase.SQLITE);
    private final LibraryDemonstration shown =
            new LibraryDemonstration(library.template, library.transactions, library.settings);

    @AfterEach
    void close() {
        library.close();
    }

    @Test
    void each_duty_comes_at_its_own_instant_and_in_their_order() {
        List<Duty> duties = shown.duties(FRIDAY);

        assertThat(duties.stream().map(duty -> duty.schedule().substring(8) + " " + duty.at()))
                .containsExactly(
                        "mark-overdue 2026-03-20T04:00:00Z",
                        "infraction-reset 2026-03-20T04:30:00Z",
                        "consistency 2026-03-20T07:00:00Z",
                        "archive-loans 2026-03-20T08:00:00Z",
                        "blacklist-review 2026-03-20T11:00:00Z",
                        "pending-requests 2026-03-20T12:00:00Z",
                        "due-reminders 2026-03-20T13:00:00Z",
                        "pending-requests 2026-03-20T14:00:00Z",
                        "overdue-notices 2026-03-20T14:00:00Z",
                        "pending-requests 2026-03-20T16:00:00Z",
                        "availability 2026-03-20T16:00:00Z",
                        "pending-requests 2026-03-20T18:00:00Z",
                        "pending-requests 2026-03-20T20:00:00Z",
                        "pending-requests 2026-03-20T22:00:00Z",
                        "orphans 2026-03-22T07:30:00Z",
                        "clean-tokens 2026-03-22T08:00:00Z",
                        "trending 2026-03-22T09:00:00Z",
                        "monthly-report 2026-04-01T10:00:00Z");
    }

    @Test
    void its_own_data_moves_to_the_day_on_which_it_is_shown() {
        assertThat(shown.load(null, LocalDate.of(2027, 1, 4))).isEqualTo("21 loans of 9 users");

        assertThat(library.jdbc
                        .sql("select due_date from library_loan where id = 2")
                        .query(String.class)
                        .single())
                .isEqualTo("2027-01-04");
        assertThat(library.jdbc
                        .sql("select expires_at from library_token where jti = 't2'")
                        .query(Long.class)
                        .single())
                .isEqualTo(java.time.Instant.parse("2027-01-06T08:00:00Z").toEpochMilli());
    }

    @Test
    void what_is_there_stays() {
        shown.load(null, FRIDAY);

        assertThat(shown.load(null, FRIDAY)).isEqualTo("nothing: the library has 21 loans of 9 users already");
    }

    @Test
    void a_directory_with_other_files_is_refused_with_the_remedy(@TempDir Path directory) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> shown.load(directory, FRIDAY))
                .withMessageContaining("expected loans.csv")
                .withMessageContaining("name a directory");
    }
}
