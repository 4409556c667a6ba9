package dev.rota.systems.boardgames.duty;

import static dev.rota.systems.boardgames.BoardGamesFixture.NOW;
import static dev.rota.systems.boardgames.BoardGamesFixture.expected;
import static dev.rota.systems.boardgames.BoardGamesFixture.ids;
import static org.assertj.core.api.Assertions.assertThat;

import dev.rota.systems.boardgames.BoardGamesFixture;
import dev.rota.systems.common.DutyProgress;
import dev.rota.systems.common.testing.TestDatabase;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

@ParameterizedClass
@EnumSource(TestDatabase.class)
class AlertsTest {
    private final TestDatabase database;
    private BoardGamesFixture library;
    private OverdueAlerts overdue;
    private ReminderAlerts reminders;
    private AlertCleanup cleanup;

    AlertsTest(TestDatabase database) {
        this.database = database;
    }

    @BeforeEach
    void open() {
        library = new BoardGamesFixture(database);
        overdue = new OverdueAlerts(library.database.jdbc());
        reminders = new ReminderAlerts(library.database.jdbc());
        cleanup = new AlertCleanup(library.database.jdbc());
    }

    @AfterEach
    void close() {
        library.close();
    }

    @Test
    void alerts_are_raised_for_what_is_overdue_or_due_soon() {
        assertThat(overdue.generate(NOW, DutyProgress.NONE)).isEqualTo(2);
        assertThat(reminders.generate(NOW, DutyProgress.NONE)).isEqualTo(2);

        assertThat(raised("overdue")).isEqualTo(ids(expected().get("overdue_alert_for_borrowings")));
        assertThat(raised("reminder"))
                .as("due now, and in exactly two days; not a second later, not without a due date")
                .isEqualTo(ids(expected().get("reminder_alert_for_borrowings")));
    }

    @Test
    void a_second_run_raises_nothing() {
        runAll();

        assertThat(overdue.generate(NOW, DutyProgress.NONE) + reminders.generate(NOW, DutyProgress.NONE))
                .isEqualTo(expected().get("second_generate_run_new_alerts").asLong());
        assertThat(cleanup.clean(NOW, DutyProgress.NONE)).isEqualTo(new AlertCleanup.Cleaned(0, 0));
    }

    @Test
    void cleaning_up_resolves_what_has_nothing_left_to_say() {
        runAll();

        assertThat(resolution(1)).isEqualTo("returned");
        assertThat(resolution(2)).isEqualTo("superseded");
        assertThat(resolution(3)).isEqualTo("due_changed");
        assertThat(library.ids("select borrowing_id from boardgames_alert where type = 'overdue' and status = 'open'"))
                .isEqualTo(ids(expected().at("/open_alerts_after_all_three_jobs/overdue")));
        assertThat(library.ids("select borrowing_id from boardgames_alert where type = 'reminder' and status = 'open'"))
                .isEqualTo(ids(expected().at("/open_alerts_after_all_three_jobs/reminder")));
    }

    @Test
    void what_was_resolved_for_long_goes_unless_it_would_be_raised_again() {
        runAll();
        library.execute("update boardgames_alert set status = 'resolved', resolved_at = 0, resolution = 'manual'"
                + " where borrowing_id = 1");

        assertThat(cleanup.clean(NOW.plus(AlertCleanup.KEEP), DutyProgress.NONE).deleted())
                .as("resolved exactly 90 days ago, and the one that still fits its borrowing")
                .isZero();
        assertThat(cleanup.clean(NOW.plus(AlertCleanup.KEEP).plusMillis(1), DutyProgress.NONE)
                        .deleted())
                .as("1 (returned) and 3 (due changed); 2 still fits borrowing 6")
                .isEqualTo(2);
        assertThat(overdue.generate(NOW, DutyProgress.NONE)).isZero();
    }

    @Test
    void an_alert_that_was_read_stays_read_until_it_is_resolved() {
        library.execute("update boardgames_alert set status = 'read', read_at = 1 where id = 1");
        runAll();

        assertThat(resolution(1)).isEqualTo("returned");
    }

    @Test
    void two_runs_at_once_raise_what_one_would_have_raised() throws Exception {
        CyclicBarrier start = new CyclicBarrier(2);
        ExecutorService threads = Executors.newFixedThreadPool(2);
        List<Future<Long>> runs = List.of(
                threads.submit(() -> {
                    start.await();
                    return overdue.generate(NOW, DutyProgress.NONE);
                }),
                threads.submit(() -> {
                    start.await();
                    return overdue.generate(NOW, DutyProgress.NONE);
                }));
        long sum = 0;
        for (Future<Long> run : runs) {
            sum += run.get();
        }
        threads.shutdown();

        assertThat(sum).isEqualTo(2);
        assertThat(raised("overdue")).containsExactly(1L, 6L);
    }

    @Test
    void a_new_due_date_gets_a_new_alert() {
        runAll();
        library.execute("update boardgames_borrowing set due_at = due_at + "
                + Duration.ofHours(1).toMillis() + " where id = 1");

        assertThat(overdue.generate(NOW, DutyProgress.NONE)).isEqualTo(1);
        assertThat(cleanup.clean(NOW, DutyProgress.NONE).resolved()).isEqualTo(1);
    }

    private void runAll() {
        overdue.generate(NOW, DutyProgress.NONE);
        reminders.generate(NOW, DutyProgress.NONE);
        cleanup.clean(NOW, DutyProgress.NONE);
    }

    private List<Long> raised(String type) {
        return library.ids("select borrowing_id from boardgames_alert where id > 3 and type = '" + type + "'");
    }

    private String resolution(long alert) {
        return library.database
                .jdbc()
                .sql("select resolution from boardgames_alert where id = :id and status = 'resolved'")
                .param("id", alert)
                .query(String.class)
                .single();
    }
}
