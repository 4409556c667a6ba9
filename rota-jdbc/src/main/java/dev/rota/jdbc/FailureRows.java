package dev.rota.jdbc;

import dev.rota.job.FingerprintStrategy;
import dev.rota.job.FingerprintStrategy.Fingerprint;
import dev.rota.job.JobError;
import dev.rota.store.FailureStore;
import dev.rota.store.Finish;
import java.sql.SQLException;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Reads rows about failures that are alike, and makes what is added to them. */
public final class FailureRows {
    private static final int MESSAGE_CHARS = 1_000;
    private static final int STACK_CHARS = 16_000;

    private FailureRows() {}

    /**
     * What a batch of failures adds to a group.
     *
     * @param count how many failures, 1 or more
     */
    public record Occurrence(
            String fingerprint,
            String type,
            String title,
            @Nullable String message,
            @Nullable String stack,
            long count) {
        private Occurrence oneMore() {
            return new Occurrence(fingerprint, type, title, message, stack, count + 1);
        }
    }

    /** Of those among {@code finishes} that failed, in the order of their fingerprints, so that no two batches wait for each other. */
    public static List<Occurrence> occurrences(Collection<Finish> finishes) {
        Map<String, Occurrence> byFingerprint = new TreeMap<>();
        for (Finish finish : finishes) {
            JobError error = finish.transition().error();
            if (error != null && !error.fingerprint().isEmpty()) {
                byFingerprint.compute(
                        error.fingerprint(),
                        (fingerprint, known) ->
                                known == null ? occurrence(finish.job().type(), error) : known.oneMore());
            }
        }
        return List.copyOf(byFingerprint.values());
    }

    private static Occurrence occurrence(String type, JobError error) {
        return new Occurrence(
                error.fingerprint(),
                type,
                error.title() == null ? error.type() : error.title(),
                cut(error.message(), MESSAGE_CHARS),
                cut(error.stackTrace(), STACK_CHARS),
                1);
    }

    private static @Nullable String cut(@Nullable String text, int most) {
        return text == null || text.length() <= most ? text : text.substring(0, most);
    }

    /**
     * Of jobs that failed because their workers died.
     *
     * @param types of the jobs, one for each
     */
    public static List<Occurrence> died(Collection<String> types) {
        Map<String, Occurrence> byFingerprint = new TreeMap<>();
        for (String type : types) {
            Fingerprint fingerprint = died(type);
            byFingerprint.compute(
                    fingerprint.id(),
                    (id, known) -> known == null
                            ? new Occurrence(id, type, fingerprint.title(), null, null, 1)
                            : known.oneMore());
        }
        return List.copyOf(byFingerprint.values());
    }

    /** The fingerprint of jobs of a type that failed because their workers died. */
    public static Fingerprint died(String type) {
        return FingerprintStrategy.ofWords("WorkerDied", "its worker died too often", type);
    }

    /** Reads a group from the columns of {@code rota_failure} and its numbers of jobs, {@code failed} and {@code retrying}. */
    public static FailureStore.Group group(Row row) throws SQLException {
        return new FailureStore.Group(
                row.text("fingerprint"),
                new FailureStore.Sample(
                        row.text("type"),
                        row.text("title"),
                        row.textOrNull("message"),
                        row.textOrNull("stack"),
                        row.textOrNull("version")),
                new FailureStore.Spread(lines(row.text("types")), lines(row.text("versions"))),
                row.instant("first_seen"),
                row.instant("last_seen"),
                row.number("occurrences"),
                new FailureStore.Stuck(row.number("failed"), row.number("retrying")),
                mute(row),
                resolution(row),
                row.instantOrNull("regressed_at"),
                row.textOrNull("acknowledged_by"),
                row.textOrNull("link"));
    }

    /** Whole lines: what was cut off at the end is none. */
    private static List<String> lines(String text) {
        return text.substring(0, text.lastIndexOf('\n') + 1).lines().toList();
    }

    private static FailureStore.@Nullable Mute mute(Row row) throws SQLException {
        String by = row.textOrNull("muted_by");
        return by == null
                ? null
                : new FailureStore.Mute(
                        by,
                        row.instant("muted_at"),
                        row.textOrNull("mute_reason"),
                        row.instantOrNull("muted_until"),
                        row.numberOrNull("mute_left"),
                        row.textOrNull("mute_version"));
    }

    private static FailureStore.@Nullable Resolution resolution(Row row) throws SQLException {
        String by = row.textOrNull("resolved_by");
        return by == null
                ? null
                : new FailureStore.Resolution(by, row.instant("resolved_at"), row.textOrNull("resolved_in"));
    }
}
