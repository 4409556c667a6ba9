package dev.rota.testing.contract;

import static java.time.temporal.ChronoUnit.MICROS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rota.job.BlockedBy;
import dev.rota.job.ExclusionKey;
import dev.rota.job.Job;
import dev.rota.job.JobState;
import dev.rota.job.NewJob;
import dev.rota.job.UniqueKey;
import dev.rota.store.JobStore.Enqueued;
import dev.rota.store.QueueStore;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What is enqueued is durable, whole, and due when it was asked to be. */
public abstract class EnqueueContract extends StoreContract {
    protected EnqueueContract(ContractStore fixture) {
        super(fixture);
    }

    @Test
    void a_job_is_found_as_it_was_enqueued() {
        NewJob request = NewJob.of(OTHER_TYPE, "{\"userId\":42}")
                .queue("mail")
                .priority(-7)
                .maxAttempts(3)
                .timeout(Duration.ofMillis(90_001))
                .when(NewJob.When.at(START.plusSeconds(60)))
                .tags(List.of("tenant:acme", "batch:7"))
                .unique(UniqueKey.of("welcome-42"))
                .exclusion(new ExclusionKey("account-42", 2))
                .origin(new NewJob.Origin("weekly", START.minusSeconds(60), "ann", "00-4bf92f-00f067-01"));
        Job job = find(enqueue(request));
        assertThat(job.request().unique()).extracting(UniqueKey::key).isEqualTo("welcome-42");
        assertThat(job.request().unique(null).when(NewJob.When.NOW))
                .isEqualTo(request.unique(null).when(NewJob.When.NOW));
        assertThat(job.times()).isEqualTo(new Job.Times(START, START.plusSeconds(60), null, null, null));
        assertThat(List.of(job.attempt(), job.crashes(), (int) job.lease())).containsExactly(0, 0, 0);
        assertThat(job.workerId()).isNull();
        assertThat(job.result()).isNull();
        assertThat(job.progress()).isNull();
    }

    @Test
    void until_due_is_never_longer_than_it_takes_until_a_job_may_be_claimed() {
        enqueue(job().when(NewJob.When.in(Duration.ofSeconds(90))));
        enqueue(job().priority(7).when(NewJob.When.in(Duration.ofSeconds(30))));
        enqueue(job().exclusion(new ExclusionKey("account-42", 2)).when(NewJob.When.in(Duration.ofSeconds(10))));
        Set<String> queues = Set.of(job().queue());
        assertThat(store.jobs().untilDue(queues).orElseThrow()).isLessThanOrEqualTo(Duration.ofSeconds(30));
        enqueue(job());
        assertThat(store.jobs().untilDue(queues)).contains(Duration.ZERO);
    }

    @Test
    void a_job_without_optional_parts_is_found_without_them() {
        Job job = find(enqueue(job()));
        assertThat(job.request().when(NewJob.When.NOW)).isEqualTo(job());
        assertThat(job.reason()).isNull();
    }

    @Test
    void any_text_comes_back_as_it_was_given() {
        String text = "'; drop table rota_job; -- \" \\ % _ ? :now $1 {} \n\t ä ß 漢 🦉 \u202e";
        NewJob request = NewJob.of(TYPE, "{\"text\":\"" + text.replace("\"", "'") + "\"}")
                .tags(List.of("a\"b\\c,d", "[x]", "🦉"))
                .origin(new NewJob.Origin(null, null, text, null));
        assertThat(find(enqueue(request)).request().when(NewJob.When.NOW)).isEqualTo(request);
    }

    @Test
    void large_arguments_come_back_as_they_were_given() {
        String args = "{\"text\":\"" + "0123456789abcdef".repeat(65_536) + "\"}";
        assertThat(find(enqueue(NewJob.of(TYPE, args))).args()).isEqualTo(args);
    }

    @Test
    void jobs_that_differ_in_their_arguments_alone_are_found_with_what_they_share() {
        NewJob shared = NewJob.of(OTHER_TYPE, "null")
                .queue("mail")
                .priority(-7)
                .maxAttempts(3)
                .timeout(Duration.ofMillis(90_001))
                .tags(List.of("tenant:acme", "batch:7"))
                .origin(new NewJob.Origin(null, null, "ann", "00-4bf92f-00f067-01"));
        enqueue(shared);
        List<NewJob> requests = Stream.of("{\"n\":1}", "{\"text\":\"ä 漢 🦉\"}", "", "{\"n\":1}")
                .map(args -> new NewJob(
                        shared.type(),
                        shared.version(),
                        args,
                        shared.queue(),
                        shared.priority(),
                        shared.maxAttempts(),
                        shared.timeout(),
                        shared.when(),
                        shared.tags(),
                        null,
                        null,
                        shared.origin()))
                .toList();
        List<Job> found = enqueueAll(requests).stream().map(this::find).toList();
        assertThat(found).extracting(job -> job.request().when(NewJob.When.NOW)).isEqualTo(requests);
        assertThat(found).allSatisfy(job -> {
            assertThat(job.times()).isEqualTo(new Job.Times(START, START, null, null, null));
            assertThat(job.state()).isEqualTo(JobState.QUEUED);
        });
        assertThat(found).extracting(Job::id).isSorted();
    }

    @Test
    void jobs_that_are_enqueued_together_are_found_each_as_it_was() {
        NewJob large = NewJob.of(TYPE, "{\"text\":\"" + "0123456789abcdef".repeat(40_000) + "\"}");
        List<NewJob> requests = List.of(
                NewJob.of(TYPE, "{\"n\":1}"),
                NewJob.of(TYPE, "{ \"text\" : \"ä 漢 🦉 \\\" \\\\\" }"),
                NewJob.of(TYPE, ""),
                NewJob.of(TYPE, "{\"n\":4}"),
                delayed(Duration.ofMinutes(5)),
                NewJob.of(TYPE, "{\"n\":6}"),
                NewJob.of(TYPE, "{\"n\":7}").priority(3),
                NewJob.of(TYPE, "{\"n\":8}").priority(3).queue("mail"),
                NewJob.of(TYPE, "{\"n\":9}").priority(3).queue("mail").maxAttempts(1),
                NewJob.of(OTHER_TYPE, "{\"n\":10}").priority(3).queue("mail").maxAttempts(1),
                large,
                large,
                large,
                NewJob.of(TYPE, "{\"n\":14}"));
        List<NewJob> found = enqueueAll(requests).stream()
                .map(id -> find(id).request().when(NewJob.When.NOW))
                .toList();
        assertThat(found)
                .isEqualTo(requests.stream()
                        .map(request -> request.when(NewJob.When.NOW))
                        .toList());
    }

    @Test
    void a_job_that_is_due_at_once_is_queued() {
        Enqueued enqueued = put(job());
        assertThat(enqueued.fresh()).isTrue();
        assertThat(enqueued.due()).isTrue();
        assertThat(state(enqueued.id())).isEqualTo(JobState.QUEUED);
        assertThat(find(enqueued.id()).times().dueAt()).isEqualTo(START);
    }

    @Test
    void a_delay_counts_from_the_stores_now() {
        clock.advance(Duration.ofSeconds(7));
        Enqueued enqueued = put(delayed(Duration.ofMinutes(5)));
        assertThat(enqueued.due()).isFalse();
        assertThat(state(enqueued.id())).isEqualTo(JobState.SCHEDULED);
        assertThat(find(enqueued.id()).times().dueAt()).isEqualTo(START.plusSeconds(307));
    }

    @Test
    void a_scheduled_job_is_shown_as_queued_from_the_instant_it_is_due() {
        long id = enqueue(delayed(Duration.ofMinutes(5)));
        clock.advance(Duration.ofMinutes(5).minus(1, MICROS));
        assertThat(state(id)).isEqualTo(JobState.SCHEDULED);
        clock.advance(Duration.of(1, MICROS));
        assertThat(state(id)).isEqualTo(JobState.QUEUED);
    }

    @Test
    void an_instant_in_the_past_is_kept_and_means_at_once() {
        Instant past = START.minus(Duration.ofDays(3));
        Enqueued enqueued = put(job().when(NewJob.When.at(past)));
        assertThat(enqueued.due()).isTrue();
        assertThat(state(enqueued.id())).isEqualTo(JobState.QUEUED);
        assertThat(find(enqueued.id()).times().dueAt()).isEqualTo(past);
    }

    @Test
    void an_instant_centuries_away_is_kept() {
        Instant far = Instant.parse("2400-02-29T12:00:00Z");
        assertThat(find(enqueue(job().when(NewJob.When.at(far)))).times().dueAt())
                .isEqualTo(far);
    }

    @Test
    void instants_are_kept_to_the_microsecond() {
        Instant at = START.plusSeconds(9).plusNanos(123_456_789);
        assertThat(find(enqueue(job().when(NewJob.When.at(at)))).times().dueAt())
                .isEqualTo(at.truncatedTo(MICROS));
    }

    @Test
    void a_job_with_an_exclusion_key_waits_blocked_until_it_is_let_go() {
        Enqueued enqueued = put(job().exclusion(ExclusionKey.of("account-42")));
        assertThat(enqueued.due()).isFalse();
        assertThat(state(enqueued.id())).isEqualTo(JobState.BLOCKED);
        assertThat(find(enqueued.id()).blockedBy()).isEqualTo(BlockedBy.EXCLUSION);
        assertThat(claim(worker(), 10)).isEmpty();
    }

    @Test
    void a_delayed_job_with_an_exclusion_key_is_scheduled() {
        Enqueued enqueued = put(delayed(Duration.ofMinutes(1)).exclusion(ExclusionKey.of("account-42")));
        assertThat(enqueued.due()).isFalse();
        assertThat(state(enqueued.id())).isEqualTo(JobState.SCHEDULED);
    }

    @Test
    void ids_come_in_the_order_of_the_jobs() {
        List<NewJob> jobs = IntStream.range(0, 25)
                .mapToObj(i -> job().priority(i % 3).tags(List.of("n" + i)))
                .toList();
        List<Long> ids = enqueueAll(jobs);
        assertThat(ids).hasSize(25).doesNotHaveDuplicates().isSorted();
        for (int i = 0; i < 25; i++) {
            assertThat(find(ids.get(i)).tags()).containsExactly("n" + i);
        }
    }

    @Test
    void an_empty_list_enqueues_nothing() {
        assertThat(store.jobs().enqueue(List.of())).isEmpty();
    }

    @Test
    void ten_thousand_jobs_are_enqueued_at_once() {
        List<Long> ids =
                enqueueAll(IntStream.range(0, 10_000).mapToObj(i -> job()).toList());
        assertThat(ids).hasSize(10_000).doesNotHaveDuplicates();
        assertThat(store.archive().counts(20_000)).containsEntry(JobState.QUEUED, 10_000L);
    }

    @Test
    void ids_are_never_used_again() {
        long id = enqueue(job());
        store.jobs().cancel(id, "ann", "not wanted");
        store.jobs().delete(id, "ann");
        assertThat(enqueue(job())).isGreaterThan(id);
    }

    @Test
    void ids_of_two_stores_on_one_database_differ() {
        List<Long> ids = new ArrayList<>();
        var other = anotherStore();
        for (int i = 0; i < 5; i++) {
            ids.add(enqueue(job()));
            ids.add(other.jobs().enqueue(List.of(job())).get(0).id());
        }
        assertThat(ids).doesNotHaveDuplicates();
    }

    @Test
    void a_queue_comes_to_be_with_its_first_job() {
        enqueueAll(List.of(job().queue("mail"), job().queue("import"), job().queue("mail")));
        assertThat(store.queues().list()).extracting(QueueStore.Queue::name).contains("import", "mail");
    }

    @Test
    void jobs_of_a_transaction_are_there_when_it_commits() throws Exception {
        List<Long> ids = new ArrayList<>();
        store.transaction(connection -> store.jobs()
                .enqueue(connection, List.of(job(), job().queue("new")))
                .forEach(e -> ids.add(e.id())));
        assertThat(ids).hasSize(2).allMatch(id -> state(id) == JobState.QUEUED);
    }

    @Test
    void jobs_of_a_transaction_that_fails_were_never_there() {
        List<Long> ids = new ArrayList<>();
        assertThatThrownBy(() -> store.transaction(connection -> {
                    store.jobs().enqueue(connection, List.of(job())).forEach(e -> ids.add(e.id()));
                    throw new IllegalStateException("the application's own work failed");
                }))
                .isInstanceOf(IllegalStateException.class);
        assertThat(store.archive().find(ids.get(0))).isEmpty();
        assertThat(claim(worker(), 10)).isEmpty();
    }

    @Test
    void jobs_join_the_transaction_of_an_application() throws SQLException {
        long committed;
        long rolledBack;
        try (Connection connection = fixture.connection()) {
            connection.setAutoCommit(false);
            committed = store.jobs().enqueue(connection, List.of(job())).get(0).id();
            connection.commit();
            rolledBack = store.jobs().enqueue(connection, List.of(job())).get(0).id();
            connection.rollback();
        }
        assertThat(state(committed)).isEqualTo(JobState.QUEUED);
        assertThat(store.archive().find(rolledBack)).isEmpty();
    }

    @Test
    void a_queue_first_named_in_a_transaction_that_fails_can_be_used_later() {
        assertThatThrownBy(() -> store.transaction(connection -> {
                    store.jobs().enqueue(connection, List.of(job().queue("mail")));
                    throw new IllegalStateException("the application's own work failed");
                }))
                .isInstanceOf(IllegalStateException.class);
        long id = enqueue(job().queue("mail"));
        assertThat(ids(claim(worker(), 10, "mail"))).containsExactly(id);
        assertThat(store.queues().list()).extracting(QueueStore.Queue::name).contains("mail");
    }

    @Test
    void threads_that_enqueue_together_lose_nothing() {
        ConcurrentLinkedQueue<Long> ids = new ConcurrentLinkedQueue<>();
        Threads.together(8, thread -> {
            for (int i = 0; i < 10; i++) {
                int number = i;
                List<Enqueued> enqueued = Threads.insisting(
                        () -> store.jobs().enqueue(List.of(job(), job().queue("q" + thread + "." + number))));
                enqueued.forEach(e -> ids.add(e.id()));
            }
        });
        assertThat(ids).hasSize(160).doesNotHaveDuplicates();
        assertThat(store.archive().counts(1000)).containsEntry(JobState.QUEUED, 160L);
    }
}
