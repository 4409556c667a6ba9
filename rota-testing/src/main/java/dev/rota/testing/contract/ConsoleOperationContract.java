package dev.rota.testing.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rota.console.OperationStore;
import dev.rota.console.OperationStore.End;
import dev.rota.console.OperationStore.NewOperation;
import dev.rota.console.OperationStore.Operation;
import dev.rota.console.OperationStore.Progress;
import dev.rota.console.OperationStore.State;
import java.time.Duration;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What is done to many jobs at once, by one process at a time. */
public abstract class ConsoleOperationContract extends StoreContract {
    private static final Progress HALF = new Progress(214L, 100, 5, 2, 4711L, "[]");
    private static final Progress WHOLE = new Progress(214L, 200, 10, 4, 9999L, "[{}]");

    @SuppressWarnings("NullAway.Init")
    private OperationStore operations;

    protected ConsoleOperationContract(ContractStore fixture) {
        super(fixture);
    }

    private static final NewOperation MOVE =
            new NewOperation("move-to-queue", "slow", "state:queued", START, "anna", "fixed", 500L);

    @BeforeEach
    void findOperations() {
        operations = store.console().operations();
    }

    private Operation create() {
        return operations.create(MOVE);
    }

    private Operation find(Operation operation) {
        return operations.find(operation.id()).orElseThrow();
    }

    private Operation claim(String worker) {
        return operations
                .claimOne(worker, LEASE)
                .orElseThrow(() -> new AssertionError("There is no operation to claim for " + worker));
    }

    @Test
    void an_operation_waits_for_a_process() {
        Operation made = create();
        assertThat(made)
                .isEqualTo(new Operation(
                        made.id(), MOVE, State.RUNNING, Progress.NONE, 0, null, null, START, null, null, null));
        assertThat(find(made)).isEqualTo(made);
        assertThat(operations.find(made.id() + 1)).isEmpty();
    }

    @Test
    void operations_are_listed_newest_first_in_pages() {
        long first = create().id();
        long second = create().id();
        long third = create().id();
        assertThat(operations.list(null, 2)).extracting(Operation::id).containsExactly(third, second);
        assertThat(operations.list(second, 2)).extracting(Operation::id).containsExactly(first);
        assertThatThrownBy(() -> operations.list(null, 0)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void the_oldest_is_claimed_first_and_none_twice() {
        Operation first = create();
        Operation second = create();
        clock.advance(Duration.ofSeconds(1));
        Operation claimed = claim("one");
        assertThat(claimed.id()).isEqualTo(first.id());
        assertThat(claimed.worker()).isEqualTo("one");
        assertThat(claimed.lease()).isEqualTo(1);
        assertThat(claimed.startedAt()).isEqualTo(clock.instant());
        assertThat(claimed.heartbeatAt()).isEqualTo(clock.instant());
        assertThat(claim("two").id()).isEqualTo(second.id());
        assertThat(operations.claimOne("three", LEASE)).isEmpty();
    }

    @Test
    void of_several_who_claim_at_once_each_gets_another_and_the_rest_none() {
        long first = create().id();
        long second = create().id();
        Queue<Long> claimed = new ConcurrentLinkedQueue<>();
        Threads.together(
                4,
                thread -> Threads.insisting(() -> operations.claimOne("w" + thread, LEASE))
                        .ifPresent(operation -> claimed.add(operation.id())));
        assertThat(claimed).containsExactlyInAnyOrder(first, second);
    }

    @Test
    void progress_is_kept_and_says_to_go_on() {
        Operation claimed = claimNew();
        clock.advance(Duration.ofSeconds(5));
        assertThat(operations.progress(claimed.id(), claimed.lease(), HALF)).contains(State.RUNNING);
        assertThat(find(claimed).progress()).isEqualTo(HALF);
        assertThat(find(claimed).heartbeatAt()).isEqualTo(clock.instant());
        assertThat(find(claimed).startedAt()).isEqualTo(START);
    }

    private Operation claimNew() {
        create();
        return claim("one");
    }

    @Test
    void one_that_fell_silent_is_taken_over_where_it_stood_and_its_late_words_do_not_count() {
        Operation silent = claimNew();
        operations.progress(silent.id(), silent.lease(), HALF);
        clock.advance(LEASE.minusMillis(1));
        assertThat(operations.claimOne("two", LEASE)).isEmpty();
        clock.advance(Duration.ofMillis(1));
        Operation taken = claim("two");
        assertThat(taken.lease()).isGreaterThan(silent.lease());
        assertThat(taken.progress()).isEqualTo(HALF);
        assertThat(taken.startedAt()).isEqualTo(START);
        assertThat(operations.progress(silent.id(), silent.lease(), WHOLE)).isEmpty();
        assertThat(operations.release(silent.id(), silent.lease())).isFalse();
        assertThat(operations.finish(silent.id(), silent.lease(), End.finished(WHOLE)))
                .isFalse();
        assertThat(find(taken)).isEqualTo(taken);
    }

    @Test
    void progress_keeps_others_away() {
        Operation claimed = claimNew();
        clock.advance(LEASE.minusSeconds(1));
        operations.progress(claimed.id(), claimed.lease(), HALF);
        clock.advance(LEASE.minusSeconds(1));
        assertThat(operations.claimOne("two", LEASE)).isEmpty();
    }

    @Test
    void of_several_who_take_over_at_once_one_does() {
        Operation silent = claimNew();
        clock.advance(LEASE);
        Queue<Operation> taken = new ConcurrentLinkedQueue<>();
        Threads.together(
                4,
                thread -> Threads.insisting(() -> operations.claimOne("w" + thread, LEASE))
                        .ifPresent(taken::add));
        assertThat(taken).singleElement().satisfies(operation -> {
            assertThat(operation.id()).isEqualTo(silent.id());
            assertThat(operation.lease()).isEqualTo(silent.lease() + 1);
        });
    }

    @Test
    void one_that_is_released_is_claimed_at_once_by_another() {
        Operation claimed = claimNew();
        operations.progress(claimed.id(), claimed.lease(), HALF);
        assertThat(operations.release(claimed.id(), claimed.lease())).isTrue();
        assertThat(operations.release(claimed.id(), claimed.lease())).isFalse();
        assertThat(find(claimed).worker()).isNull();
        assertThat(operations.progress(claimed.id(), claimed.lease(), WHOLE)).isEmpty();
        assertThat(claim("two").progress()).isEqualTo(HALF);
    }

    @Test
    void one_that_has_ended_is_neither_claimed_nor_changed() {
        Operation claimed = claimNew();
        clock.advance(Duration.ofSeconds(9));
        assertThat(operations.finish(claimed.id(), claimed.lease(), End.finished(WHOLE)))
                .isTrue();
        Operation finished = find(claimed);
        assertThat(finished.state()).isEqualTo(State.FINISHED);
        assertThat(finished.progress()).isEqualTo(WHOLE);
        assertThat(finished.finishedAt()).isEqualTo(clock.instant());
        assertThat(finished.worker()).isNull();
        clock.advance(Duration.ofDays(1));
        assertThat(operations.claimOne("two", LEASE)).isEmpty();
        assertThat(operations.progress(claimed.id(), claimed.lease(), HALF)).isEmpty();
        assertThat(operations.finish(claimed.id(), claimed.lease(), End.failed(HALF, "late")))
                .isFalse();
        assertThat(operations.requestStop(claimed.id())).isFalse();
        assertThat(find(claimed)).isEqualTo(finished);
    }

    @Test
    void one_that_nobody_has_begun_is_stopped_at_once() {
        Operation made = create();
        assertThat(operations.requestStop(made.id())).isTrue();
        assertThat(find(made).state()).isEqualTo(State.STOPPED);
        assertThat(find(made).finishedAt()).isEqualTo(START);
        assertThat(operations.claimOne("one", LEASE)).isEmpty();
        assertThat(operations.requestStop(made.id())).isFalse();
        assertThat(operations.requestStop(made.id() + 1)).isFalse();
    }

    @Test
    void one_that_is_worked_on_hears_that_it_is_to_stop() {
        Operation claimed = claimNew();
        assertThat(operations.requestStop(claimed.id())).isTrue();
        assertThat(operations.requestStop(claimed.id())).isFalse();
        assertThat(find(claimed).state()).isEqualTo(State.STOPPING);
        assertThat(operations.progress(claimed.id(), claimed.lease(), HALF)).contains(State.STOPPING);
        assertThat(operations.finish(claimed.id(), claimed.lease(), End.stopped(HALF)))
                .isTrue();
        assertThat(find(claimed).state()).isEqualTo(State.STOPPED);
    }

    @Test
    void one_whose_process_died_while_stopping_is_stopped_by_another() {
        Operation claimed = claimNew();
        operations.requestStop(claimed.id());
        clock.advance(LEASE);
        Operation taken = claim("two");
        assertThat(taken.state()).isEqualTo(State.STOPPING);
        assertThat(operations.finish(taken.id(), taken.lease(), End.stopped(HALF)))
                .isTrue();
    }

    @Test
    void the_error_of_one_that_failed_is_kept() {
        Operation claimed = claimNew();
        operations.finish(claimed.id(), claimed.lease(), End.failed(HALF, "e".repeat(3000)));
        assertThat(find(claimed).state()).isEqualTo(State.FAILED);
        assertThat(find(claimed).error()).hasSize(2000).endsWith("e…");
    }

    @Test
    void operations_and_ends_have_bounds() {
        assertThatThrownBy(() -> new NewOperation("retry", null, "q".repeat(2049), null, "anna", null, null))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("Query has 2049 characters, expected 2048 at the most");
        assertThatThrownBy(() -> new NewOperation("add-tag", "t".repeat(201), "", null, "anna", null, null))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("Value has 201 characters, expected 200 at the most");
        assertThatThrownBy(() -> new NewOperation("retry", null, "", null, "anna", null, 0L))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("Max is 0, expected 1 or more");
        assertThatThrownBy(() -> new End(State.RUNNING, HALF, null)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new End(State.FAILED, HALF, null)).isInstanceOf(IllegalArgumentException.class);
        create();
        assertThat(claim("w".repeat(300)).worker()).hasSize(100);
    }
}
