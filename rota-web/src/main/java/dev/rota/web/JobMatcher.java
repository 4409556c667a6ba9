package dev.rota.web;

import dev.rota.Rota;
import dev.rota.job.Attempt;
import dev.rota.job.Job;
import dev.rota.job.JobError;
import dev.rota.job.UniqueKey;
import dev.rota.web.query.Key;
import dev.rota.web.query.Term;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Tells of a job that is at hand whether a term holds. Of arguments and results it sees what people may see. */
final class JobMatcher {
    /** A whole number, or a word that is no number and no object or list. */
    private static final Pattern PLAIN = Pattern.compile("-?[0-9]{1,15}|[A-Za-z][A-Za-z0-9_-]*");

    private final Rota rota;
    private final Redactor redactor;
    private final Instant now;
    private boolean readsAttempts;

    JobMatcher(Rota rota, Redactor redactor) {
        this.rota = rota;
        this.redactor = redactor;
        this.now = rota.store().now();
    }

    /** True if a test that was made reads the attempts of a job, which costs more. */
    boolean readsAttempts() {
        return readsAttempts;
    }

    /**
     * A test of one term.
     *
     * @throws Problem if there is nothing to test it by
     */
    Predicate<Job> test(Term term) {
        if (term instanceof Term.States states) {
            return job -> states.states().contains(job.state()) != states.negated();
        } else if (term instanceof Term.Texts texts) {
            return texts(texts);
        } else if (term instanceof Term.Numbers numbers) {
            Function<Job, @Nullable Long> number = number(numbers.key(), term);
            return job -> {
                Long of = number.apply(job);
                return (of != null && numbers.values().contains(of)) != numbers.negated();
            };
        } else if (term instanceof Term.Compared compared) {
            Function<Job, @Nullable Long> number = number(compared.key(), term);
            return job -> {
                Long of = number.apply(job);
                return of == null ? compared.negated() : compared.holds(of);
            };
        } else if (term instanceof Term.Lasting lasting) {
            return job -> lasting.holds(lasting.key() == Key.RAN ? JobRow.ran(job, now) : JobRow.waited(job, now));
        } else if (term instanceof Term.Time time) {
            Instant from = time.from(now);
            boolean since = time.key() == Key.SINCE;
            return job -> job.times().enqueuedAt().isBefore(from) != since;
        } else if (term instanceof Term.Member member) {
            return job -> holds(member, job);
        }
        return free((Term.Free) term);
    }

    private Predicate<Job> texts(Term.Texts texts) {
        Function<Job, List<String>> of = switch (texts.key()) {
            case TYPE -> job -> List.of(job.type());
            case QUEUE -> job -> List.of(job.queue());
            case TAG -> Job::tags;
            case SCHEDULE -> job -> one(job.request().origin().schedule());
            case TRACE -> job -> one(traceId(job));
            case UNIQUE -> job -> one(unique(job));
            case FP -> job -> errors(job).stream().map(JobError::fingerprint).toList();
            case ERROR -> null;
            default -> throw new IllegalArgumentException(texts.key() + " holds no text");
        };
        readsAttempts |= of == null || texts.key() == Key.FP;
        Function<Job, List<String>> values = of;
        return values == null
                ? job -> errors(job).stream().anyMatch(error -> mentions(error, texts)) != texts.negated()
                : job -> values.apply(job).stream()
                                .anyMatch(text -> texts.values().stream().anyMatch(value -> value.matches(text)))
                        != texts.negated();
    }

    /** Null for a job that has none. */
    private static Function<Job, @Nullable Long> number(Key key, Term term) {
        return switch (key) {
            case ID -> Job::id;
            case WORKER -> Job::workerId;
            case PRIORITY -> job -> (long) job.request().priority();
            case ATTEMPT -> job -> (long) job.attempt();
            default ->
                throw Problem.of(
                                400,
                                "query-unsupported",
                                "This cannot be searched for",
                                "Found " + term.text() + ", but jobs have neither parents nor batches yet",
                                List.of(new Problem.FieldError("/q", "cannot be searched for")))
                        .hint("Search by tag instead.");
        };
    }

    private boolean holds(Term.Member member, Job job) {
        if (member.key() == Key.ARGS && !member.negated() && cannotHold(member, job.args())) {
            return false;
        }
        JsonNode node = JsonPath.at(
                member.key() == Key.ARGS ? redactor.args(job) : redactor.result(job.result()), member.path());
        String text = node == null ? null : node.isValueNode() ? node.asString() : node.toString();
        return member.values().stream().anyMatch(value -> value.matches(text)) != member.negated();
    }

    /**
     * Whether none of the values stands in the arguments as they are written, which is found out without reading them as
     * JSON. Numbers may be written in several ways, and so may be what is escaped.
     */
    private static boolean cannotHold(Term.Member member, String args) {
        return args.indexOf('\\') < 0
                && member.values().stream()
                        .noneMatch(value -> value.prefix()
                                || !PLAIN.matcher(value.value()).matches()
                                || args.contains(value.value()));
    }

    private Predicate<Job> free(Term.Free free) {
        return job -> (String.valueOf(job.id()).equals(free.word())
                        || free.word().equals(unique(job))
                        || job.tags().contains(free.word())
                        || job.type().startsWith(free.word()))
                != free.negated();
    }

    private List<JobError> errors(Job job) {
        if (job.attempt() == 0 && job.crashes() == 0) {
            return List.of();
        }
        List<Attempt> attempts = rota.jobs().attempts(job.id());
        for (int i = attempts.size() - 1; i >= 0; i--) {
            JobError error = attempts.get(i).error();
            if (error != null) {
                return List.of(error);
            }
        }
        return List.of();
    }

    private static boolean mentions(JobError error, Term.Texts texts) {
        String text = (error.type() + " " + (error.message() == null ? "" : error.message())).toLowerCase(Locale.ROOT);
        return texts.values().stream()
                .anyMatch(value -> text.contains(value.value().toLowerCase(Locale.ROOT)));
    }

    private static List<String> one(@Nullable String text) {
        return text == null ? List.of() : List.of(text);
    }

    private static @Nullable String unique(Job job) {
        UniqueKey unique = job.request().unique();
        return unique == null ? null : unique.key();
    }

    /** The trace id of a traceparent, which is its second part. */
    private static @Nullable String traceId(Job job) {
        String trace = job.request().origin().trace();
        String[] parts = trace == null ? new String[0] : trace.split("-", -1);
        return parts.length == 4 ? parts[1] : trace;
    }
}
