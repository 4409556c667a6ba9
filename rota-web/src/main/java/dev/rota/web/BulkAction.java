package dev.rota.web;

import dev.rota.console.Scope;
import dev.rota.job.JobState;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What can be done to many jobs at once: to each what can be done to one, or the same change of all that wait. */
enum BulkAction {
    RETRY(JobAction.RETRY),
    RUN_NOW(JobAction.RUN_NOW),
    CANCEL(JobAction.CANCEL),
    MOVE("move-to-queue", "queue"),
    PRIORITIZE("change-priority", "priority"),
    TAG("add-tag", "tag"),
    DELETE(JobAction.DELETE);

    private final String word;
    private final @Nullable JobAction act;
    private final @Nullable String field;

    BulkAction(JobAction act) {
        this.word = act.word();
        this.act = act;
        this.field = null;
    }

    BulkAction(String word, String field) {
        this.word = word;
        this.act = null;
        this.field = field;
    }

    String word() {
        return word;
    }

    /** What is done to each; null if each is changed. */
    @Nullable
    JobAction act() {
        return act;
    }

    /** What must be said besides: the field of a form that says it; null if there is nothing to be said. */
    @Nullable
    String field() {
        return field;
    }

    Scope scope() {
        return act == null ? Scope.JOBS_WRITE : act.scope();
    }

    /** True if it cannot be taken back. */
    boolean last() {
        return act != null && act.last();
    }

    /** As a button says it. */
    String label() {
        return Labels.capitalized(word.replace('-', ' '));
    }

    boolean isAllowedIn(JobState state) {
        return act == null
                ? JobAmendments.isAllowedIn(state)
                : JobAction.allowedIn(state).contains(act);
    }

    static BulkAction of(JobAction act) {
        return Arrays.stream(values())
                .filter(action -> action.act == act)
                .findFirst()
                .orElseThrow();
    }

    static Optional<BulkAction> of(@Nullable String word) {
        return Arrays.stream(values())
                .filter(action -> action.word.equals(word))
                .findFirst();
    }

    /** What can be done, for people: {@code retry, run-now … or delete}. */
    static String words() {
        List<String> words = Arrays.stream(values()).map(BulkAction::word).toList();
        return words.stream().limit(words.size() - 1L).collect(Collectors.joining(", ")) + " or "
                + words.get(words.size() - 1);
    }
}
