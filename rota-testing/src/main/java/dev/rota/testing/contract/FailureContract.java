package dev.rota.testing.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rota.job.Job;
import dev.rota.job.JobError;
import dev.rota.store.Exchange;
import dev.rota.store.FailureStore;
import dev.rota.store.FailureStore.Group;
import dev.rota.store.FailureStore.Hour;
import dev.rota.store.FailureStore.Mute;
import dev.rota.store.FailureStore.Status;
import dev.rota.store.FailureStore.Tab;
import dev.rota.store.Finish;
import dev.rota.store.JobArchive.Query;
import dev.rota.store.JobStore.Retention;
import dev.rota.store.Transition;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Failures that are alike stand together, and are counted. */
public abstract class FailureContract extends FailureFixture {

    protected FailureContract(ContractStore fixture) {
        super(fixture);
    }

    private static List<String> fingerprints(List<Group> groups) {
        return groups.stream().map(Group::fingerprint).toList();
    }

    @Test
    void the_latest_groups_are_given_without_their_jobs() {
        long worker = workerOf("1.1");
        failOne(worker, ALIKE);
        failures().acknowledge(ALIKE, "ann");
        clock.advance(HOUR);
        failOne(worker, OTHER);
        failures().mute(OTHER, new Mute("ann", clock.instant(), "known", null, 5L, null));
        assertThat(failures().latest(10))
                .usingRecursiveFieldByFieldElementComparatorIgnoringFields("stuck", "sample.stackTrace")
                .isEqualTo(failures().list(Tab.ALL, null, 10));
        assertThat(failures().latest(10)).extracting(Group::stuck).containsOnly(new FailureStore.Stuck(0, 0));
        assertThat(fingerprints(failures().latest(1))).containsExactly(OTHER);
        assertThatThrownBy(() -> failures().latest(0)).hasMessage("Limit is 0, expected 1 to 200");
    }

    @Test
    void failures_that_are_alike_are_counted_in_one_group() {
        long worker = worker();
        end(running(worker), retry(ALIKE));
        clock.advance(HOUR.dividedBy(2));
        failOne(worker, ALIKE);

        Group group = group(ALIKE);
        assertThat(group.occurrences()).isEqualTo(2);
        assertThat(group.firstSeen()).isEqualTo(START);
        assertThat(group.lastSeen()).isEqualTo(START.plus(HOUR.dividedBy(2)));
        assertThat(group.sample())
                .isEqualTo(new FailureStore.Sample(
                        TYPE.name(), "IOException at Mailer.send", "no route", "at Somewhere", "1.0"));
        assertThat(group.stuck()).isEqualTo(new FailureStore.Stuck(1, 1));
        assertThat(group.status(store.now())).isEqualTo(Status.NEW);
    }

    @Test
    void a_group_tells_the_versions_that_it_was_seen_in_the_newest_first() {
        for (String version : List.of("1.1", "1.10", "1.1", "2", "1.10")) {
            failOne(workerOf(version), ALIKE);
        }

        assertThat(group(ALIKE).spread())
                .isEqualTo(new FailureStore.Spread(List.of(TYPE.name()), List.of("2", "1.10", "1.1")));
        assertThat(group(ALIKE).sample().version()).isEqualTo("1.10");
    }

    @Test
    void no_more_versions_are_kept_than_fit() {
        String longest = "v".repeat(95);
        for (int i = 10; i < 30; i++) {
            failOne(workerOf(longest + i), ALIKE);
        }

        assertThat(group(ALIKE).spread().versions())
                .hasSize(10)
                .startsWith(longest + 29, longest + 28)
                .endsWith(longest + 20);
    }

    @Test
    void a_batch_adds_each_failure_once() {
        long worker = worker();
        List<Finish> finishes = new ArrayList<>();
        for (Transition transition : List.of(retry(OTHER), fail(ALIKE), retry(ALIKE), SUCCEED)) {
            finishes.add(new Finish(running(worker), transition, null));
        }
        store.jobs().exchange(new Exchange(worker, finishes, List.of(), Set.of()));

        assertThat(group(ALIKE).occurrences()).isEqualTo(2);
        assertThat(group(OTHER).occurrences()).isEqualTo(1);
    }

    @Test
    void a_failure_whose_lease_is_lost_is_not_counted() {
        long worker = worker();
        Job job = running(worker);
        end(job, fail(ALIKE));
        assertThat(finish(job, fail(ALIKE)).lost()).hasSize(1);

        assertThat(group(ALIKE).occurrences()).isEqualTo(1);
    }

    @Test
    void what_is_too_long_of_a_sample_is_cut() {
        JobError huge = new JobError("x", "m".repeat(5_000), "s".repeat(50_000), ALIKE, "title");
        end(running(worker()), new Transition.Fail(huge, null));

        assertThat(group(ALIKE).sample().message()).hasSize(1_000);
        assertThat(group(ALIKE).sample().stackTrace()).hasSize(16_000);
    }

    @Test
    void an_error_without_fingerprint_belongs_to_no_group() {
        end(running(worker()), fail(""));

        assertThat(failures().list(Tab.ALL, null, 10)).isEmpty();
    }

    @Test
    void tabs_show_groups_with_such_jobs() {
        long worker = worker();
        long failed = failOne(worker, ALIKE);
        clock.advance(Duration.ofSeconds(1));
        end(running(worker), retry(OTHER));

        assertThat(fingerprints(failures().list(Tab.ALL, null, 10))).containsExactly(OTHER, ALIKE);
        assertThat(fingerprints(failures().list(Tab.FAILED, null, 10))).containsExactly(ALIKE);
        assertThat(fingerprints(failures().list(Tab.RETRYING, null, 10))).containsExactly(OTHER);

        store.jobs().delete(failed, "ann");
        assertThat(failures().list(Tab.FAILED, null, 10)).isEmpty();
        assertThat(fingerprints(failures().list(Tab.ALL, null, 10))).contains(ALIKE);
    }

    @Test
    void groups_are_listed_page_by_page() {
        long worker = worker();
        for (int i = 0; i < 5; i++) {
            failOne(worker, "000000000000000" + i);
            if (i % 2 == 0) {
                clock.advance(Duration.ofSeconds(1));
            }
        }
        List<Group> all = failures().list(Tab.ALL, null, 10);
        List<Group> first = failures().list(Tab.ALL, null, 2);
        List<Group> second = failures().list(Tab.ALL, first.get(1), 2);
        List<Group> third = failures().list(Tab.ALL, second.get(1), 2);

        assertThat(all).hasSize(5);
        List<Group> paged = new ArrayList<>(first);
        paged.addAll(second);
        paged.addAll(third);
        assertThat(fingerprints(paged)).isEqualTo(fingerprints(all));
        assertThatThrownBy(() -> failures().list(Tab.ALL, null, 0)).hasMessage("Limit is 0, expected 1 to 200");
    }

    @Test
    void the_jobs_of_a_group_are_those_that_failed_so_last() {
        long worker = worker();
        long first = failOne(worker, ALIKE);
        Job changed = running(worker);
        end(changed, new Transition.Retry(Duration.ZERO, error(ALIKE, "x"), null));
        end(claimOne(worker), fail(OTHER));
        Job waiting = running(worker);
        end(waiting, retry(ALIKE));

        assertThat(ids(store.archive().list(Query.NEWEST.fingerprint(ALIKE)))).containsExactly(waiting.id(), first);
        assertThat(ids(store.archive().list(Query.NEWEST.fingerprint(ALIKE).after(first))))
                .containsExactly(waiting.id());
        assertThat(ids(store.archive().list(Query.NEWEST.fingerprint(ALIKE).limit(1))))
                .containsExactly(waiting.id());
        assertThat(ids(store.archive().list(Query.NEWEST.fingerprint(OTHER)))).containsExactly(changed.id());
    }

    @Test
    void a_job_that_is_retried_leaves_its_group() {
        long worker = worker();
        long id = failOne(worker, ALIKE);
        store.jobs().retry(id, "ann");

        assertThat(group(ALIKE).stuck()).isEqualTo(new FailureStore.Stuck(0, 0));
        assertThat(store.archive().list(Query.NEWEST.fingerprint(ALIKE))).isEmpty();
    }

    @Test
    void failures_are_counted_by_the_hour() {
        long worker = worker();
        failOne(worker, ALIKE);
        failOne(worker, ALIKE);
        clock.advance(HOUR);
        failOne(worker, ALIKE);
        failOne(worker, OTHER);

        assertThat(failures().hours(List.of(ALIKE, OTHER), START))
                .containsOnly(
                        Map.entry(ALIKE, List.of(new Hour(START, 2), new Hour(START.plus(HOUR), 1))),
                        Map.entry(OTHER, List.of(new Hour(START.plus(HOUR), 1))));
        assertThat(failures().hours(List.of(ALIKE), START.plus(HOUR)).get(ALIKE))
                .containsExactly(new Hour(START.plus(HOUR), 1));
    }

    @Test
    void jobs_that_failed_because_their_workers_died_are_a_group() {
        long worker = worker();
        Job job = running(worker);
        clock.advance(LEASE.plusSeconds(1));
        store.jobs().rescue(LEASE, 0, 10);

        List<Group> groups = failures().list(Tab.FAILED, null, 10);
        assertThat(groups).singleElement().satisfies(group -> {
            assertThat(group.sample().title()).isEqualTo("WorkerDied: its worker died too often");
            assertThat(ids(store.archive().list(Query.NEWEST.fingerprint(group.fingerprint()))))
                    .containsExactly(job.id());
        });
    }

    @Test
    void groups_without_jobs_go_when_failed_jobs_would() {
        Retention retention = new Retention(Duration.ofDays(30), Duration.ofDays(30), Duration.ofDays(30));
        long worker = worker();
        failOne(worker, ALIKE);
        clock.advance(Duration.ofDays(29));
        store.jobs().prune(retention, 100);
        assertThat(failures().find(ALIKE)).isPresent();

        clock.advance(Duration.ofDays(2));
        store.jobs().prune(retention, 100);
        store.jobs().prune(retention, 100);
        assertThat(failures().find(ALIKE)).isEmpty();
        assertThat(failures().hours(List.of(ALIKE), START)).isEmpty();
    }

    @Test
    void batches_that_fail_alike_do_not_wait_for_each_other_for_ever() {
        List<String> order = List.of(ALIKE, OTHER);
        List<String> reverse = List.of(OTHER, ALIKE);
        Threads.together(4, thread -> {
            long worker = worker("w" + thread);
            for (int i = 0; i < 5; i++) {
                List<Finish> finishes = new ArrayList<>();
                for (String fingerprint : thread % 2 == 0 ? order : reverse) {
                    finishes.add(new Finish(insistOnRunning(worker, "q" + thread), retry(fingerprint), null));
                }
                Threads.insisting(() -> store.jobs().exchange(new Exchange(worker, finishes, List.of(), Set.of())));
            }
        });

        assertThat(group(ALIKE).occurrences()).isEqualTo(20);
        assertThat(group(OTHER).occurrences()).isEqualTo(20);
    }

    private Job insistOnRunning(long worker, String queue) throws Exception {
        Threads.insisting(() -> put(job().queue(queue)));
        return Threads.insisting(() -> claim(worker, 1, queue)).get(0);
    }
}
