package dev.rota.testing.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rota.job.Job;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Workers are asked where the handlers of their jobs are, and answer. */
public abstract class StackQuestionContract extends StoreContract {
    protected StackQuestionContract(ContractStore fixture) {
        super(fixture);
    }

    @Test
    void the_worker_of_a_job_is_asked_where_its_handler_is_and_all_who_ask_hear_the_answer() {
        long worker = worker();
        Job job = running(worker);
        Job other = running(worker);
        long first = store.workers().askStack(job.id()).orElseThrow();
        long second = store.workers().askStack(job.id()).orElseThrow();
        long elsewhere = store.workers().askStack(other.id()).orElseThrow();
        assertThat(List.of(first, second, elsewhere)).doesNotHaveDuplicates();
        assertThat(store.workers().requests(worker).stacks()).containsExactlyInAnyOrder(job.id(), other.id());
        assertThat(store.workers().requests(worker).cancels()).isEmpty();
        assertThat(store.workers().requests(worker("another")).stacks()).isEmpty();
        assertThat(store.workers().stackAnswer(first)).isEmpty();

        store.workers().answerStack(worker("third"), job.id(), "not by its worker");
        assertThat(store.workers().stackAnswer(first)).isEmpty();
        store.workers().answerStack(worker, job.id(), "one\ntwo\n");
        store.workers().answerStack(worker, job.id(), "too late");
        assertThat(store.workers().stackAnswer(first)).contains("one\ntwo\n");
        assertThat(store.workers().stackAnswer(second)).contains("one\ntwo\n");
        assertThat(store.workers().stackAnswer(elsewhere)).isEmpty();
        assertThat(store.workers().requests(worker).stacks()).containsExactly(other.id());

        store.workers().forgetStack(first);
        store.workers().forgetStack(first);
        store.workers().forgetStack(elsewhere);
        assertThat(store.workers().stackAnswer(first)).isEmpty();
        assertThat(store.workers().stackAnswer(second)).isPresent();
        assertThat(store.workers().requests(worker).stacks()).isEmpty();
    }

    @Test
    void nobody_is_asked_where_a_job_is_that_does_not_run() {
        long worker = worker();
        Job job = running(worker);
        end(job, SUCCEED);
        assertThat(store.workers().askStack(job.id())).isEmpty();
        assertThat(store.workers().askStack(999_999)).isEmpty();
        assertThat(store.workers().requests(worker).stacks()).isEmpty();
    }

    @Test
    void a_question_that_nobody_takes_back_is_forgotten_when_the_next_comes_after_a_minute() {
        long worker = worker();
        Job job = running(worker);
        long left = store.workers().askStack(job.id()).orElseThrow();
        store.workers().answerStack(worker, job.id(), "");
        assertThat(store.workers().stackAnswer(left)).contains("");
        clock.advance(Duration.ofSeconds(61));
        store.workers().askStack(job.id());
        assertThat(store.workers().stackAnswer(left)).isEmpty();
    }
}
