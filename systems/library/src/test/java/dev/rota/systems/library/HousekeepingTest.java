package dev.rota.systems.library;

import static dev.rota.systems.library.LibraryFixture.NOON;
import static dev.rota.systems.library.LibraryFixture.expected;
import static dev.rota.systems.library.LibraryFixture.ids;
import static dev.rota.systems.library.LibraryFixture.twice;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.rota.systems.common.DutyProgress;
import dev.rota.systems.common.testing.TestDatabase;
import dev.rota.systems.library.duty.InfractionReset.Reset;
import dev.rota.systems.library.duty.LibrarySettings;
import dev.rota.systems.library.duty.LibrarySettings.ArchiveRules;
import dev.rota.systems.library.duty.LoanArchive;
import dev.rota.systems.library.duty.LoanArchive.Archived;
import dev.rota.systems.library.duty.TokenCleaning.Cleaned;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.concurrent.CancellationException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.dao.DataAccessException;

@ParameterizedClass
@EnumSource(TestDatabase.class)
class HousekeepingTest {
    private static final Instant SUNDAY = Instant.parse("2026-03-22T08:00:00Z");
    private static final Instant FOUR = Instant.parse("2026-03-20T08:00:00Z");
    private static final Instant HALF_PAST_MIDNIGHT = Instant.parse("2026-03-20T04:30:00Z");

    private final TestDatabase database;
    private LibraryFixture library;

    HousekeepingTest(TestDatabase database) {
        this.database = database;
    }

    @BeforeEach
    void open() {
        library = LibraryFixture.handMade(database);
    }

    @AfterEach
    void close() {
        library.close();
    }

    @Test
    void a_new_term_forgives_those_with_nothing_past_due() {
        Reset reset = reset();

        assertThat(reset.userIds()).isEqualTo(ids(expected().at("/infraction_reset/reset_user_ids")));
        assertThat(library.ids("select id from library_user where infractions_count > 0"))
                .containsExactly(2L, 3L, 6L);
        assertThat(library.database.count("library_term_reset where term_id = 2 and users_reset = 1"))
                .isEqualTo(1);
        assertThat(library.database.count("library_user where id = 6 and blacklisted = 1"))
                .isEqualTo(1);
    }

    @Test
    void a_loan_that_fell_due_yesterday_blocks_the_reset_even_if_unmarked() {
        library.jdbc
                .sql("update library_user set infractions_count = 1 where id = 1")
                .update();

        assertThat(reset().userIds()).containsExactly(5L);
    }

    @Test
    void a_term_forgives_once() {
        reset();
        library.jdbc
                .sql("update library_user set infractions_count = 1 where id = 5")
                .update();

        assertThat(reset().userIds()).isEmpty();
        assertThat(library.database.count("library_user where id = 5 and infractions_count = 1"))
                .isEqualTo(1);
    }

    @Test
    void the_day_before_a_term_begins_is_not_its_beginning() {
        Instant lateOnThe19th = Instant.parse("2026-03-20T03:59:00Z");
        library.jdbc.sql("delete from library_term where id = 1").update();

        assertThat(library.infractionReset()
                        .reset(lateOnThe19th, "run-1", DutyProgress.NONE)
                        .termIds())
                .isEmpty();
        assertThat(reset().termIds()).containsExactly(2L);
    }

    @Test
    void two_resets_at_once_forgive_once() throws Exception {
        List<Reset> both = twice(this::reset);

        assertThat(both.stream().flatMap(each -> each.userIds().stream())).containsExactly(5L);
        assertThat(library.database.count("library_term_reset")).isEqualTo(2);
    }

    @Test
    void archives_what_was_closed_before_the_cutoff() {
        Archived archived = archive(library);

        assertThat(archived.cutoff()).isEqualTo(LocalDate.of(2024, 3, 20));
        assertThat(archived.loanIds()).isEqualTo(ids(expected().at("/archive/archived_loan_ids")));
        assertThat(library.database.count("library_loan")).isEqualTo(19);
        assertThat(library.ids("select id from library_loan where id in (11, 15, 16)"))
                .containsExactly(11L, 15L, 16L);
        assertThat(library.database.count(
                        "library_loan_archive where id = 14 and faculty_id is not null and due_date = '2024-03-05'"
                                + " and returned_at is not null and archive_run_id = 'run-1'"))
                .isEqualTo(1);
        assertThat(archive(library).loanIds()).isEmpty();
    }

    @Test
    void a_dry_run_archives_nothing() {
        LoanArchive archive = library.loanArchive();

        assertThat(archive.archive(archive.cutoff(FOUR), FOUR, "run-1", true, DutyProgress.NONE)
                        .loanIds())
                .containsExactly(13L, 14L);
        assertThat(library.database.count("library_loan")).isEqualTo(21);
    }

    @Test
    void an_archive_run_that_is_stopped_leaves_each_loan_in_one_place() {
        LibraryFixture small = library.with(new LibrarySettings(
                library.settings.site(),
                library.settings.notices(),
                3,
                new ArchiveRules(2, 1),
                library.settings.lists()));
        LoanArchive archive = small.loanArchive();

        assertThatExceptionOfType(CancellationException.class)
                .isThrownBy(
                        () -> archive.archive(archive.cutoff(FOUR), FOUR, "run-1", false, new StoppedAtCheckpoint(2)));

        assertThat(library.ids("select id from library_loan_archive")).containsExactly(13L);
        assertThat(library.database.count("library_loan")).isEqualTo(20);
        assertThat(archive(small).loanIds()).containsExactly(14L);
    }

    @Test
    void a_batch_that_fails_halfway_leaves_its_loans_where_they_were() {
        library.jdbc
                .sql(
                        "insert into library_loan_archive (id, copy_id, status, renewals, version, archived_at, archive_run_id)"
                                + " values (14, 14, 'returned', 0, 0, 0, 'other')")
                .update();

        assertThatExceptionOfType(DataAccessException.class).isThrownBy(() -> archive(library));

        assertThat(library.database.count("library_loan where id in (13, 14)")).isEqualTo(2);
        assertThat(library.ids("select id from library_loan_archive")).containsExactly(14L);
    }

    @Test
    void two_archive_runs_at_once_move_each_loan_once() throws Exception {
        List<Archived> both = twice(() -> archive(library));

        assertThat(both.stream().flatMap(each -> each.loanIds().stream())).containsExactlyInAnyOrder(13L, 14L);
        assertThat(library.database.count("library_loan") + library.database.count("library_loan_archive"))
                .isEqualTo(21);
    }

    @Test
    void deletes_tokens_that_expired_strictly_before_now() {
        Cleaned dry = library.tokenCleaning().clean(SUNDAY, true, DutyProgress.NONE);
        Cleaned cleaned = clean();

        assertThat(dry).isEqualTo(new Cleaned(2, true));
        assertThat(cleaned).isEqualTo(new Cleaned(2, false));
        List<String> kept = expected()
                .at("/tokens/kept")
                .valueStream()
                .map(each -> each.asString())
                .toList();
        assertThat(library.jdbc
                        .sql("select jti from library_token order by jti")
                        .query(String.class)
                        .list())
                .isEqualTo(kept);
        assertThat(clean()).isEqualTo(new Cleaned(0, false));
    }

    @Test
    void two_cleanings_at_once_delete_each_token_once() throws Exception {
        assertThat(twice(this::clean).stream().mapToLong(Cleaned::tokens).sum()).isEqualTo(2);
    }

    private Reset reset() {
        return library.infractionReset().reset(HALF_PAST_MIDNIGHT, "run-1", DutyProgress.NONE);
    }

    private static Archived archive(LibraryFixture library) {
        LoanArchive archive = library.loanArchive();
        return archive.archive(archive.cutoff(FOUR), NOON, "run-1", false, DutyProgress.NONE);
    }

    private Cleaned clean() {
        return library.tokenCleaning().clean(SUNDAY, false, DutyProgress.NONE);
    }

    /** Stops a duty as a cancellation would. */
    private static final class StoppedAtCheckpoint implements DutyProgress {
        private int left;

        StoppedAtCheckpoint(int checkpoints) {
            this.left = checkpoints;
        }

        @Override
        public void total(long items) {}

        @Override
        public void ok(long items) {}

        @Override
        public void failed(String item, String reason) {}

        @Override
        public void checkpoint() {
            left--;
            if (left == 0) {
                throw new CancellationException("stopped");
            }
        }

        @Override
        public void log(String message) {}
    }
}
