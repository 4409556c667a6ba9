package dev.rota.web;

import dev.rota.Rota;
import dev.rota.job.Job;
import dev.rota.job.JobState;
import dev.rota.store.JobArchive.Page;
import dev.rota.store.JobArchive.Period;
import dev.rota.store.JobArchive.Query;
import dev.rota.web.query.JobQuery;
import dev.rota.web.query.Key;
import dev.rota.web.query.Term;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Parts a query into what the store is asked and what is looked at afterwards. */
final class JobPlan {
    private static final int MOST_PARTS = 10;
    private static final int FEW = 500;

    private final Rota rota;
    private final Redactor redactor;
    private final JobMatcher matcher;
    private final Instant now;
    private final List<Part> others = new ArrayList<>();
    private Query query = Query.NEWEST;
    private @Nullable Predicate<Job> rest;
    private @Nullable List<Function<Query, Query>> ways;

    /** Jobs below an id, the newest first, at most so many; fewer only if there are no more, or it says how far it came. */
    interface Source {
        Page read(@Nullable Long below, int most);
    }

    /**
     * A part of the answer; jobs may be in several parts.
     *
     * @param rest what must hold besides; null if the source gives nothing else
     * @param mostLookedAt how many jobs may be read for one page
     */
    record Part(Source source, @Nullable Predicate<Job> rest, int mostLookedAt) {}

    private JobPlan(Rota rota, Redactor redactor) {
        this.rota = rota;
        this.redactor = redactor;
        this.matcher = new JobMatcher(rota, redactor);
        this.now = rota.store().now();
    }

    /**
     * The parts that together hold what a query asks for.
     *
     * @throws Problem if it asks for what cannot be searched
     */
    static List<Part> parts(JobQuery wanted, Rota rota, Redactor redactor) {
        JobPlan plan = new JobPlan(rota, redactor);
        Predicate<Job> all = wanted.terms().stream()
                .map(plan.matcher::test)
                .reduce(Predicate::and)
                .orElse(job -> true);
        Optional<Term.Numbers> ids = ids(wanted);
        if (ids.isPresent()) {
            return List.of(plan.named(ids.get().values(), all));
        }
        wanted.terms().forEach(term -> plan.add(term, all));
        plan.query = new MemberPlan(plan.redactor).narrowed(plan.query, wanted.terms());
        return plan.parts();
    }

    private static Optional<Term.Numbers> ids(JobQuery wanted) {
        return wanted.terms().stream()
                .filter(term -> term instanceof Term.Numbers numbers && numbers.key() == Key.ID && !numbers.negated())
                .map(Term.Numbers.class::cast)
                .findFirst();
    }

    private Part named(List<Long> ids, Predicate<Job> all) {
        List<Long> descending =
                ids.stream().distinct().sorted(Comparator.reverseOrder()).toList();
        return new Part(
                (below, most) -> whole(descending.stream()
                        .filter(id -> below == null || id < below)
                        .flatMap(id -> rota.jobs().find(id).stream())
                        .limit(most)
                        .toList()),
                all,
                JobSearch.MOST_LOOKED_AT);
    }

    private List<Part> parts() {
        int most = matcher.readsAttempts() ? FEW : JobSearch.MOST_LOOKED_AT;
        List<Function<Query, Query>> alternatives = ways == null ? List.of(Function.identity()) : ways;
        List<Part> parts = new ArrayList<>(others);
        for (Function<Query, Query> way : alternatives) {
            parts.add(new Part(listed(rota, way.apply(query)), rest, most));
        }
        return parts;
    }

    private static Page whole(List<Job> jobs) {
        return new Page(jobs, null, null);
    }

    /**
     * What the store finds. Live and failed jobs are few, and are looked through to the last; the history is searched piece
     * by piece.
     */
    static Source listed(Rota rota, Query asked) {
        return (below, most) -> rota.jobs().search(asked.before(below).limit(most));
    }

    /** What the store finds in one step, as if there were no more: for what is known to be of late. */
    static Source listedLately(Rota rota, Query asked) {
        return (below, most) ->
                whole(rota.jobs().search(asked.before(below).limit(most)).jobs());
    }

    private void add(Term term, Predicate<Job> all) {
        if (term instanceof Term.States states
                && !states.negated()
                && query.states().isEmpty()) {
            query = query.states(states.states().toArray(JobState[]::new));
        } else if (term instanceof Term.Texts texts && !texts.negated() && lookUp(texts)) {
            return;
        } else if (term instanceof Term.Texts texts && !texts.negated() && lookFor(texts)) {
            return;
        } else if (term instanceof Term.Numbers numbers && !numbers.negated() && narrow(numbers)) {
            return;
        } else if (term instanceof Term.Compared compared && !compared.negated() && narrow(compared)) {
            return;
        } else {
            Predicate<Job> test = matcher.test(term);
            rest = rest == null ? test : rest.and(test);
            if (term instanceof Term.Time time) {
                narrow(time);
            }
            if (term instanceof Term.Free free && !free.negated() && ways == null) {
                lookUp(free, all);
            }
        }
    }

    /** The store need not look beyond; what is at the very edge is tested all the same. */
    private void narrow(Term.Time time) {
        Instant at = time.from(now);
        Period so = query.enqueued();
        query = query.enqueued(
                time.key() == Key.SINCE
                        ? new Period(so.since() == null || so.since().isBefore(at) ? at : so.since(), so.until())
                        : new Period(
                                so.since(), so.until() == null || so.until().isAfter(at) ? at : so.until()));
    }

    /** True if the store can tell this number of a job, which it does for many more of them than are looked at here. */
    private boolean narrow(Term.Numbers numbers) {
        if (numbers.values().size() != 1) {
            return false;
        }
        long value = numbers.values().get(0);
        if (numbers.key() == Key.WORKER && query.worker() == null) {
            query = query.worker(value);
            return true;
        }
        if (numbers.key() == Key.PRIORITY && query.priority() == null && value == (int) value) {
            query = query.priority((int) value);
            return true;
        }
        return false;
    }

    /** The same of a least number. */
    private boolean narrow(Term.Compared compared) {
        boolean more = compared.comparison() == Term.Comparison.MORE;
        boolean least = more || compared.comparison() == Term.Comparison.AT_LEAST;
        long from = compared.value() + (more ? 1 : 0);
        if (compared.key() != Key.ATTEMPT || !least || query.attemptsFrom() != null || from != (int) from) {
            return false;
        }
        query = query.attemptsFrom((int) from);
        return true;
    }

    /** True if the store finds these values by an index. */
    private boolean lookUp(Term.Texts texts) {
        List<String> values =
                texts.values().stream().map(Term.Value::value).distinct().toList();
        if (!isFree(texts.key()) || texts.values().stream().anyMatch(Term.Value::prefix)) {
            return false;
        }
        if (values.size() == 1) {
            query = restricted(query, texts.key(), values.get(0));
            return true;
        }
        if (ways == null && values.size() <= MOST_PARTS) {
            ways = values.stream()
                    .<Function<Query, Query>>map(value -> asked -> restricted(asked, texts.key(), value))
                    .toList();
            return true;
        }
        return false;
    }

    /**
     * True if the store finds this text, though by no index: it looks at so many jobs in the time in which a few thousand
     * are read.
     */
    private boolean lookFor(Term.Texts texts) {
        Term.Value only = texts.values().get(0);
        if (texts.values().size() > 1 || (only.prefix() && texts.key() != Key.ERROR)) {
            return false;
        }
        String value = only.value();
        if (texts.key() == Key.UNIQUE && query.unique() == null) {
            query = query.unique(value);
            return true;
        }
        if (texts.key() == Key.TRACE && query.trace() == null) {
            query = query.trace(value);
        }
        // Of other letters the store does not know the case.
        if (texts.key() == Key.ERROR && query.error() == null && value.chars().allMatch(c -> c < 128)) {
            query = query.error(value);
            return true;
        }
        return false;
    }

    private boolean isFree(Key key) {
        return switch (key) {
            case TYPE -> query.type() == null;
            case QUEUE -> query.queue() == null;
            case TAG -> query.tag() == null;
            case SCHEDULE -> query.schedule() == null;
            case FP -> query.fingerprint() == null;
            default -> false;
        };
    }

    private static Query restricted(Query query, Key key, String value) {
        return switch (key) {
            case TYPE -> query.type(value);
            case QUEUE -> query.queue(value);
            case TAG -> query.tag(value);
            case SCHEDULE -> query.schedule(value);
            case FP -> query.fingerprint(value);
            default -> throw new IllegalArgumentException("The store has no index by " + key);
        };
    }

    /** A word is looked up where there is an index; where there is none, only the newest jobs are looked at. */
    private void lookUp(Term.Free free, Predicate<Job> all) {
        String word = free.word();
        List<Function<Query, Query>> found = new ArrayList<>();
        found.add(asked -> asked.tag() == null ? asked.tag(word) : asked);
        found.add(asked -> asked.unique() == null ? asked.unique(word) : asked);
        knownTypes(word).forEach(type -> found.add(asked -> asked.type() == null ? asked.type(type) : asked));
        ways = List.copyOf(found);
        if (word.length() < 19 && word.chars().allMatch(Character::isDigit)) {
            others.add(named(List.of(Long.parseLong(word)), all));
        }
        List<Job> newest = rota.jobs().list(Query.NEWEST.limit(JobSearch.MOST_COUNTED)).stream()
                .filter(all)
                .toList();
        others.add(new Part(
                (below, most) -> whole(newest.stream()
                        .filter(job -> below == null || job.id() < below)
                        .limit(most)
                        .toList()),
                null,
                JobSearch.MOST_LOOKED_AT));
    }

    private Set<String> knownTypes(String prefix) {
        Set<String> types = new TreeSet<>();
        types.add(prefix);
        rota.store().workers().list().stream()
                .flatMap(worker -> worker.registration().types().stream())
                .filter(type -> type.startsWith(prefix))
                .sorted()
                .distinct()
                .limit(MOST_PARTS)
                .forEach(types::add);
        return types;
    }
}
