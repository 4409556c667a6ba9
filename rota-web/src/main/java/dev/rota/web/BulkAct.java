package dev.rota.web;

import dev.rota.Jobs;
import dev.rota.job.Amendment;
import dev.rota.job.Job;
import dev.rota.store.JobStore.Change;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What is done to each of many jobs.
 *
 * @param value the queue, the priority or the tag that each gets; null exactly if there is nothing to be said
 */
record BulkAct(BulkAction action, @Nullable String value) {
    private static final String POINTER = "/value";

    /** @throws Problem if the value does not fit the action */
    BulkAct {
        if (action.field() == null && value != null) {
            throw invalid(
                    "invalid-field", "Value is \"" + value + "\", expected none: " + action.word() + " needs none");
        }
        if (action.field() != null) {
            requireValid(action, value);
        }
    }

    private static void requireValid(BulkAction action, @Nullable String value) {
        if (value == null) {
            throw invalid("missing-field", "Value is missing, expected the " + action.field() + " of " + action.word());
        }
        try {
            var unused = amendment(action, value, List.of());
        } catch (NumberFormatException e) {
            throw invalid("invalid-field", "Priority is " + value + ", expected a whole number");
        } catch (IllegalArgumentException e) {
            throw invalid("invalid-field", String.valueOf(e.getMessage()));
        }
    }

    private static Problem invalid(String code, String detail) {
        return Problem.invalid(code, "A field is not valid", POINTER, detail);
    }

    private static Amendment amendment(BulkAction action, String value, List<String> tags) {
        return switch (action) {
            case MOVE -> new Amendment(null, null, value, null);
            case PRIORITIZE -> new Amendment(null, Integer.valueOf(value), null, null);
            case TAG ->
                new Amendment(
                        null,
                        null,
                        null,
                        Stream.concat(tags.stream(), Stream.of(value)).toList());
            case RETRY, RUN_NOW, CANCEL, DELETE -> throw new IllegalStateException(action + " changes no job");
        };
    }

    static BulkAct of(JobAction act) {
        return new BulkAct(BulkAction.of(act), null);
    }

    /**
     * Reads what is asked for.
     *
     * @throws Problem if there is no such action, or the value does not fit it
     */
    static BulkAct of(@Nullable String word, @Nullable String value) {
        return new BulkAct(named(word), value);
    }

    /**
     * The same from a form, which has a field for each value.
     *
     * @throws Problem if there is no such action, or the value does not fit it
     */
    static BulkAct of(Form form) {
        BulkAction action = named(form.get("action"));
        return new BulkAct(action, action.field() == null ? null : form.get(action.field()));
    }

    private static BulkAction named(@Nullable String word) {
        return BulkAction.of(word)
                .orElseThrow(() -> Problem.invalid(
                        "invalid-field",
                        "A field is not valid",
                        "/action",
                        "Action is " + word + ", expected " + BulkAction.words()));
    }

    /**
     * How the job is to be changed; empty if it is so already.
     *
     * @throws IllegalArgumentException if it cannot be, as where it has all the tags that a job may have
     */
    private Optional<Amendment> amendment(Job job) {
        String wanted = Objects.requireNonNull(value);
        boolean already = switch (action) {
            case MOVE -> job.queue().equals(wanted);
            case PRIORITIZE -> job.request().priority() == Integer.parseInt(wanted);
            default -> job.tags().contains(wanted);
        };
        return already ? Optional.empty() : Optional.of(amendment(action, wanted, job.tags()));
    }

    /**
     * Does it to one job.
     *
     * @return what it came to; {@code NOT_ALLOWED} also if there is nothing to change
     * @throws IllegalArgumentException if this job cannot have it, as where it has all the tags that a job may have
     */
    Change attempt(Jobs jobs, Job job, String by, @Nullable String reason) {
        JobAction act = action.act();
        if (act != null) {
            return act.attempt(jobs, job.id(), by, reason);
        }
        return amendment(job)
                .map(amendment -> jobs.amend(job.id(), amendment, by, reason))
                .orElse(Change.NOT_ALLOWED);
    }

    /** As the audit names it when it is done to one job. */
    String audited() {
        return action.act() == null ? "job.amend" : "job." + action.word();
    }

    /** As people read it: {@code Move to queue mail}. */
    static String text(String word, @Nullable String value) {
        return Labels.capitalized(word.replace('-', ' ')) + (value == null ? "" : " " + value);
    }
}
