package dev.rota.web;

import dev.rota.Rota;
import dev.rota.job.Job;
import dev.rota.job.JobState;
import dev.rota.schedule.StoredSchedule;
import dev.rota.store.ScheduleStore;
import dev.rota.web.query.Key;
import dev.rota.web.query.Term;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/** Terms that one is likely to ask for, to choose from while one writes: what there is, so many of each kind. */
final class QuerySuggestions {
    private static final int MOST_OF_A_KIND = 50;
    private static final int MOST_TAGS = 20;

    private final Rota rota;

    QuerySuggestions(Rota rota) {
        this.rota = rota;
    }

    /** @param shown jobs at hand, whose tags are suggested: all tags that there are nobody knows */
    List<String> of(List<Job> shown) {
        Stream<String> types = Stream.concat(
                rota.types().stream(),
                rota.store().workers().list().stream().flatMap(worker -> worker.registration().types().stream()));
        Stream<String> schedules =
                rota.store().schedules().list(new ScheduleStore.Part(null, null, null, MOST_OF_A_KIND)).stream()
                        .map(StoredSchedule::name);
        return Stream.of(
                        Arrays.stream(JobState.values()).map(state -> "state:" + Problem.lower(state)),
                        terms(Key.TYPE, types, MOST_OF_A_KIND),
                        terms(Key.QUEUE, rota.queues().list().stream().map(queue -> queue.name()), MOST_OF_A_KIND),
                        terms(Key.TAG, shown.stream().flatMap(job -> job.tags().stream()), MOST_TAGS),
                        terms(Key.SCHEDULE, schedules, MOST_OF_A_KIND),
                        Arrays.stream(Key.values())
                                .filter(QuerySuggestions::isMeasured)
                                .map(Key::example))
                .flatMap(terms -> terms)
                .toList();
    }

    /** What is not looked for by what there is, but by how much. */
    private static boolean isMeasured(Key key) {
        return switch (key) {
            case PRIORITY, ATTEMPT, RAN, WAIT, SINCE, UNTIL, ARGS, RESULT, ERROR, UNIQUE -> true;
            default -> false;
        };
    }

    private static Stream<String> terms(Key key, Stream<String> values, int most) {
        return values.distinct()
                .sorted()
                .limit(most)
                .map(value -> new Term.Texts(key, List.of(new Term.Value(value, false)), false).text());
    }
}
