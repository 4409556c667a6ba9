package dev.rota.testing.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rota.job.Job;
import dev.rota.job.JobState;
import dev.rota.job.LogLevel;
import dev.rota.job.LogLine;
import dev.rota.job.NewJob;
import dev.rota.job.UniqueKey;
import dev.rota.store.AttemptNotes;
import dev.rota.store.JobArchive.Page;
import dev.rota.store.JobArchive.Period;
import dev.rota.store.JobArchive.Query;
import dev.rota.store.JsonMatch;
import dev.rota.store.Transition;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Jobs are found by what they are like, page by page in both directions, and nothing is looked at for ever. */
public abstract class SearchContract extends StoreContract {
    private static final Duration HOUR = Duration.ofHours(1);

    protected SearchContract(ContractStore fixture) {
        super(fixture);
    }

    private List<Long> list(Query query) {
        return ids(store.archive().list(query));
    }

    private List<Long> search(Query query) {
        Page page = store.archive().search(query);
        assertThat(page.searchedTo()).isNull();
        return ids(page.jobs());
    }

    private static List<Long> reversed(List<Long> ids) {
        List<Long> reversed = new ArrayList<>(ids);
        Collections.reverse(reversed);
        return reversed;
    }

    private long args(String json) {
        return enqueue(NewJob.of(TYPE, json));
    }

    private long done(long worker) {
        Job job = running(worker);
        end(job, SUCCEED);
        return job.id();
    }

    @Test
    void pages_are_turned_forth_and_back() {
        long worker = worker();
        List<Long> ids = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            ids.add(done(worker));
        }
        ids.addAll(enqueueAll(IntStream.range(0, 3).mapToObj(i -> job()).toList()));

        Query pages = Query.NEWEST.limit(3);
        List<Long> newest = reversed(ids);
        assertThat(list(pages)).isEqualTo(newest.subList(0, 3));
        assertThat(list(pages.before(newest.get(2)))).isEqualTo(newest.subList(3, 6));
        assertThat(list(pages.after(newest.get(3)))).isEqualTo(newest.subList(0, 3));
        assertThat(list(pages.after(newest.get(6)))).isEqualTo(newest.subList(3, 6));
        assertThat(list(Query.NEWEST.between(ids.get(1), ids.get(5)))).isEqualTo(newest.subList(2, 5));
        assertThat(search(pages.type(TYPE.name()).after(newest.get(6)))).isEqualTo(newest.subList(3, 6));
    }

    @Test
    void jobs_are_found_by_worker_priority_and_attempts() {
        long ann = worker("ann");
        long ben = worker("ben");
        long byAnn = done(ann);
        Job byBen = running(ben);
        end(byBen, retry(HOUR));
        long first = enqueue(job().priority(-5));

        assertThat(list(Query.NEWEST.worker(ann))).containsExactly(byAnn);
        assertThat(list(Query.NEWEST.worker(ben))).containsExactly(byBen.id());
        assertThat(list(Query.NEWEST.priority(-5))).containsExactly(first);
        assertThat(list(Query.NEWEST.attemptsFrom(1))).containsExactly(byBen.id(), byAnn);
        assertThat(list(Query.NEWEST.attemptsFrom(2))).isEmpty();
    }

    @Test
    void jobs_are_found_by_when_they_were_enqueued_and_ended() {
        long worker = worker();
        long first = done(worker);
        clock.advance(HOUR);
        Job failed = running(worker);
        clock.advance(HOUR);
        end(failed, fail());
        long last = enqueue(job());

        Instant second = START.plus(HOUR);
        Instant third = second.plus(HOUR);
        assertThat(search(Query.NEWEST.enqueued(new Period(second, null)))).containsExactly(last, failed.id());
        assertThat(search(Query.NEWEST.enqueued(new Period(null, second)))).containsExactly(first);
        assertThat(search(Query.NEWEST.enqueued(new Period(second, third)))).containsExactly(failed.id());
        assertThat(search(Query.NEWEST.finished(new Period(START, second)))).containsExactly(first);
        assertThat(search(Query.NEWEST.finished(new Period(second, null)))).containsExactly(failed.id());
        assertThat(search(Query.NEWEST.finished(new Period(START, null)))).containsExactly(failed.id(), first);
    }

    @Test
    void jobs_are_found_by_a_value_in_their_arguments() {
        long worker = worker();
        long ended = args("{\"customer\":{\"id\":42,\"name\":\"Ana \\\"A\\\"\"},\"lines\":[{\"sku\":\"x-1\"}]}");
        end(claimOne(worker), SUCCEED);
        long live = args("{\"customer\":{\"id\":\"42\",\"vip\":true},\"odd-name\":null}");
        args("{\"customer\":{\"id\":420}}");
        args("[1,2,3]");

        assertThat(search(Query.NEWEST.args(new JsonMatch("customer.id", "42"))))
                .containsExactly(live, ended);
        assertThat(search(Query.NEWEST.args(new JsonMatch("customer.name", "Ana \"A\""))))
                .containsExactly(ended);
        assertThat(search(Query.NEWEST.args(new JsonMatch("lines.0.sku", "x-1"))))
                .containsExactly(ended);
        assertThat(search(Query.NEWEST.args(new JsonMatch("customer.vip", "true"))))
                .containsExactly(live);
        assertThat(search(Query.NEWEST.args(new JsonMatch("customer.vip", "1"))))
                .isEmpty();
        assertThat(search(Query.NEWEST.args(new JsonMatch("customer", "42")))).isEmpty();
        assertThat(search(Query.NEWEST.args(new JsonMatch("odd-name", "x")))).isEmpty();
        assertThat(search(Query.NEWEST.args(new JsonMatch("1", "2")))).hasSize(1);
    }

    @Test
    void a_value_is_found_however_its_arguments_are_written() {
        long escaped = args("{\"name\":\"\\u0041na\",\"n\":7}");
        long plain = args("{ \"name\" : \"Ana\", \"n\" : -7, \"d\" : 1.50 }");
        args("{\"other\":\"Ana\",\"n\":70}");

        assertThat(search(Query.NEWEST.args(new JsonMatch("name", "Ana")))).containsExactly(plain, escaped);
        assertThat(search(Query.NEWEST.args(new JsonMatch("n", "7")))).containsExactly(escaped);
        assertThat(search(Query.NEWEST.args(new JsonMatch("n", "-7")))).containsExactly(plain);
        assertThat(search(Query.NEWEST.args(new JsonMatch("d", "1.50")))).containsExactly(plain);
    }

    @Test
    void a_number_in_a_path_is_an_index_or_a_name() {
        long map = args("{\"lines\":{\"0\":{\"sku\":\"x-1\"}}}");
        long list = args("{\"lines\":[{\"sku\":\"x-1\"}]}");

        assertThat(search(Query.NEWEST.args(new JsonMatch("lines.0.sku", "x-1"))))
                .containsExactly(list, map);
    }

    @Test
    void jobs_are_found_by_a_value_in_their_result() {
        Job job = running(worker());
        end(job, new Transition.Succeed("{\"count\":3,\"mail\":\"a@b.example\"}"));
        done(worker());
        enqueue(job());

        assertThat(search(Query.NEWEST.result(new JsonMatch("count", "3")))).containsExactly(job.id());
        assertThat(search(Query.NEWEST.result(new JsonMatch("mail", "a@b.example"))))
                .containsExactly(job.id());
        assertThat(search(Query.NEWEST.result(new JsonMatch("count", "4")))).isEmpty();
        assertThat(search(Query.NEWEST.states(JobState.QUEUED).result(new JsonMatch("count", "3"))))
                .isEmpty();
    }

    private static NewJob.Origin traced(String trace) {
        return new NewJob.Origin(null, null, null, trace);
    }

    @Test
    void jobs_are_found_by_unique_key_and_trace() {
        String trace = "4bf92f3577b34da6a3ce929d0e0e4736";
        long ended =
                enqueue(job().unique(UniqueKey.of("seven")).origin(traced("00-" + trace + "-00f067aa0ba902b7-01")));
        end(claimOne(worker()), SUCCEED);
        long live = enqueue(job().unique(UniqueKey.of("seven")).origin(traced(trace)));
        enqueue(job());

        assertThat(search(Query.NEWEST.unique("seven"))).containsExactly(live, ended);
        assertThat(search(Query.NEWEST.unique("sev"))).isEmpty();
        assertThat(search(Query.NEWEST.trace(trace))).containsExactly(live, ended);
        assertThat(search(Query.NEWEST.trace("b34da6a3"))).isEmpty();
    }

    @Test
    void jobs_are_found_by_the_words_of_their_last_error() {
        long worker = worker();
        Job failed = running(worker);
        end(failed, fail());
        Job saved = running(worker);
        end(saved, retry(Duration.ZERO));
        end(claimOne(worker), SUCCEED);
        done(worker);

        assertThat(search(Query.NEWEST.error("to Host"))).containsExactly(saved.id(), failed.id());
        assertThat(search(Query.NEWEST.error("java.io.IOEXCEPTION NO").states(JobState.FAILED)))
                .containsExactly(failed.id());
        assertThat(search(Query.NEWEST.error("no such words"))).isEmpty();
    }

    @Test
    void a_path_into_arguments_is_names_and_dots_alone() {
        for (String bad : List.of("", "a.", "a b", "a'b", "$.a", "a\"b", "a,b", "a}b")) {
            assertThatThrownBy(() -> new JsonMatch(bad, "x"))
                    .hasMessage("Path is \"" + bad
                            + "\", expected up to 10 names of letters, digits, _ and -, separated by dots");
        }
    }

    @Test
    void what_is_given_is_never_part_of_a_statement() {
        long id = args("{\"name\":\"x' or 1=1 --\"}");

        assertThat(search(Query.NEWEST.args(new JsonMatch("name", "x' or 1=1 --"))))
                .containsExactly(id);
        assertThat(search(Query.NEWEST.type("x' or 1=1 --"))).isEmpty();
    }

    @Test
    void a_search_in_an_empty_store_finds_nothing() {
        Page page = store.archive().search(Query.NEWEST.type(TYPE.name()));

        assertThat(page).isEqualTo(new Page(List.of(), null, null));
    }

    @Test
    void several_jobs_are_found_by_their_ids() {
        long ended = done(worker());
        long live = enqueue(job());
        enqueue(job());

        assertThat(ids(store.archive().findAll(List.of(live, 987_654L, ended)))).containsExactly(live, ended);
        assertThat(store.archive().findAll(List.of())).isEmpty();
    }

    @Test
    void the_end_of_a_log_is_read_of_all_attempts_or_of_one() {
        long worker = worker();
        Job first = running(worker);
        log(first, "one", "two");
        end(first, retry(Duration.ZERO));
        Job second = claimOne(worker);
        log(second, "three");

        assertThat(texts(store.archive().lastLog(first.id(), null, 2))).containsExactly("two", "three");
        assertThat(texts(store.archive().lastLog(first.id(), first.lease(), 1))).containsExactly("two");
        assertThat(texts(store.archive().log(first.id(), second.lease(), 0, 10)))
                .containsExactly("three");
        assertThat(texts(store.archive().log(first.id(), 0, 10))).containsExactly("one", "two", "three");
        assertThat(store.archive().lastLog(987_654, null, 10)).isEmpty();
    }

    private void log(Job job, String... texts) {
        List<LogLine> lines = new ArrayList<>();
        for (String text : texts) {
            lines.add(new LogLine(lines.size(), job.lease(), START, LogLevel.INFO, text));
        }
        store.jobs().appendLog(List.of(new AttemptNotes.LogNote(job.id(), job.lease(), lines)));
    }

    private static List<String> texts(List<LogLine> lines) {
        return lines.stream().map(LogLine::text).toList();
    }

    @Test
    void states_are_asked_for_together_with_all_else() {
        long worker = worker();
        long succeeded = done(worker);
        long queued = enqueue(job());

        assertThat(search(Query.NEWEST.type(TYPE.name()).states(JobState.SUCCEEDED)))
                .containsExactly(succeeded);
        assertThat(search(Query.NEWEST.type(TYPE.name()).states(JobState.QUEUED)))
                .containsExactly(queued);
        assertThat(search(Query.NEWEST.states(JobState.FAILED))).isEmpty();
    }
}
