package dev.rota.web;

import dev.rota.job.Attempt;
import dev.rota.job.JobState;
import dev.rota.schedule.Fire;
import dev.rota.store.FailureStore;
import dev.rota.store.OperatorAct;
import dev.rota.store.WorkerStore.Worker;

/**
 * How a state looks: a glyph and a word, and a hue that only helps.
 *
 * @param hue neutral, running, ok, attention or bad: a class of the style sheet
 */
record Look(String glyph, String word, String hue) {
    static final Look LATE = new Look("!", "Late", "attention");
    static final Look PAUSED = new Look("‖", "Paused", "neutral");
    static final Look ORPHANED = new Look("○", "Orphaned", "attention");
    static final Look ON = new Look("●", "On", "neutral");
    static final Look ENDED = new Look("○", "Ended", "neutral");
    static final Look OFF = new Look("○", "Off by flag", "neutral");

    static Look of(JobState state) {
        return switch (state) {
            case SCHEDULED -> look("◷", state, "neutral");
            case QUEUED -> look("●", state, "neutral");
            case BLOCKED -> look("▢", state, "neutral");
            case RUNNING -> look("▶", state, "running");
            case RETRYING -> look("↻", state, "attention");
            case SUCCEEDED -> look("✓", state, "ok");
            case FAILED -> look("✕", state, "bad");
            case CANCELLED -> look("⊘", state, "neutral");
        };
    }

    static Look of(Fire.Outcome outcome) {
        return switch (outcome) {
            case RUNNING -> look("▶", outcome, "running");
            case SUCCEEDED -> look("✓", outcome, "ok");
            case RETRIED -> new Look("↻", "Succeeded after retry", "attention");
            case FAILED -> look("✕", outcome, "bad");
            case CANCELLED -> look("⊘", outcome, "neutral");
            case MISSED -> look("▯", outcome, "bad");
            case SKIPPED -> look("_", outcome, "neutral");
        };
    }

    static Look of(Attempt.Outcome outcome) {
        return switch (outcome) {
            case RUNNING -> look("▶", outcome, "running");
            case SUCCEEDED -> look("✓", outcome, "ok");
            case FAILED -> look("✕", outcome, "bad");
            case CRASHED -> look("!", outcome, "bad");
            case CANCELLED -> look("⊘", outcome, "neutral");
            case SNOOZED -> look("◷", outcome, "neutral");
            case RELEASED -> new Look("↩", "Handed back", "neutral");
        };
    }

    /** Of what somebody did. */
    static Look of(OperatorAct.Verb verb) {
        return switch (verb) {
            case CANCEL -> new Look("⊘", "Cancel asked", "neutral");
            case RETRY -> new Look("↻", "Retried by hand", "neutral");
            case RUN_NOW -> new Look("●", "Run now", "neutral");
            case AMEND -> new Look("✎", "Changed", "neutral");
            case DELETE -> new Look("✕", "Deleted", "neutral");
            case PAUSE, DRAIN -> new Look("‖", Labels.capitalized(Labels.words(verb)), "neutral");
            case RESUME, UNDRAIN -> new Look("▶", Labels.capitalized(Labels.words(verb)), "neutral");
            case STOP -> new Look("○", "Stop asked", "neutral");
            case SLOTS -> new Look("✎", "Slots changed", "neutral");
        };
    }

    static Look of(FailureStore.Status status) {
        return switch (status) {
            case NEW -> look("!", status, "bad");
            case REGRESSED -> look("↺", status, "bad");
            case ONGOING -> look("●", status, "attention");
            case MUTED -> look("‖", status, "neutral");
            case RESOLVED -> look("✓", status, "ok");
        };
    }

    static Look of(Worker.State state) {
        return switch (state) {
            case ACTIVE -> look("▶", state, "ok");
            case DRAINING -> look("‖", state, "attention");
            case STOPPED -> look("○", state, "neutral");
            case LOST -> look("!", state, "bad");
        };
    }

    private static Look look(String glyph, Enum<?> word, String hue) {
        return new Look(glyph, Labels.capitalized(Labels.words(word)), hue);
    }
}
