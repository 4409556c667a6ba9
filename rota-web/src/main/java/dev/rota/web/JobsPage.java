package dev.rota.web;

import dev.rota.job.JobState;
import dev.rota.web.query.JobQuery;
import dev.rota.web.query.Term;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The list of jobs.
 *
 * @param query as it stands in the box
 * @param back the query of this list's URL, without cursor
 * @param chips the conditions that hold, each with the list without it
 * @param views lists to change to
 * @param saved views that the reader or somebody for all has saved
 * @param refused what is wrong with the query; null if nothing is
 * @param matched how many there are; null if they are all shown, or not counted
 * @param searchedBackTo if not all jobs were looked at: how far back
 * @param none true if there is no job at all
 * @param wider the same in the last seven days; null if that is no wider
 */
record JobsPage(
        Shell shell,
        String query,
        String back,
        List<Chip> chips,
        List<View> views,
        List<SavedViews.Saved> saved,
        @Nullable Problem refused,
        List<JobRow> rows,
        @Nullable String matched,
        @Nullable String olderHref,
        @Nullable String newerHref,
        @Nullable Instant searchedBackTo,
        boolean none,
        @Nullable String wider,
        List<String> suggestions) {
    private static final Duration WEEK = Duration.ofDays(7);

    /** A condition; {@code href} is the list without it. */
    record Chip(String text, String href) {}

    /** A list to change to; {@code hue} is that of a state, or empty. */
    record View(String name, String glyph, String hue, String href, boolean current) {}

    /** What is known besides the rows; {@code count} null if they were not counted. */
    record Around(
            JobFilter.Neighbours beside,
            JobSearch.Found found,
            JobSearch.@Nullable Count count,
            boolean none,
            List<SavedViews.Saved> saved,
            List<String> suggestions) {}

    static JobsPage of(Shell shell, JobFilter filter, List<JobRow> rows, Around around) {
        return new JobsPage(
                shell,
                filter.isUnasked() ? "" : filter.query().text(),
                filter.text(),
                chips(shell, filter),
                views(shell, filter),
                around.saved(),
                null,
                rows,
                around.count() == null ? null : around.count().text(),
                href(shell, filter, around.beside().older()),
                href(shell, filter, around.beside().newer()),
                around.found().searchedBackTo(),
                around.none(),
                wider(shell, filter),
                around.suggestions());
    }

    /** The list where the query could not be read. */
    static JobsPage refused(Shell shell, String query, Problem problem) {
        JobFilter all = new JobFilter(JobQuery.ALL, true, 50);
        return new JobsPage(
                shell,
                query,
                "",
                List.of(),
                views(shell, all),
                List.of(),
                problem,
                List.of(),
                null,
                null,
                null,
                null,
                false,
                null,
                List.of());
    }

    /** The file of this list, in a format. */
    String exportHref(String format) {
        return shell.root() + "/api/v1/job-exports?" + (back.isEmpty() ? "" : back.replaceAll("&?limit=\\d+", "") + "&")
                + "format=" + format;
    }

    boolean canShare() {
        return shell.may(dev.rota.console.Scope.OPERATIONS_WRITE);
    }

    boolean canAct() {
        return shell.mayOperate() && !rows.isEmpty();
    }

    /** Pages further down stay as they are. */
    String topics() {
        return newerHref == null && refused == null ? "jobs" : "";
    }

    /** True if nothing but what is going on is asked for. */
    boolean isUnasked() {
        return back.isEmpty() && refused == null;
    }

    private static @Nullable String href(Shell shell, JobFilter filter, @Nullable String cursor) {
        String text = filter.text();
        return cursor == null ? null : shell.jobsHref(text + (text.isEmpty() ? "" : "&") + "cursor=" + cursor);
    }

    private static String href(Shell shell, JobFilter filter, JobQuery query) {
        return shell.jobsHref(filter.with(query).text());
    }

    private static List<Chip> chips(Shell shell, JobFilter filter) {
        if (filter.isUnasked()) {
            return List.of(new Chip("active, or ended in the last hour", shell.jobsHref("q=since:1d")));
        }
        List<Term> terms = filter.query().terms();
        return terms.stream()
                .map(term ->
                        new Chip(term.text(), href(shell, filter, filter.query().without(term))))
                .toList();
    }

    private static List<View> views(Shell shell, JobFilter filter) {
        Set<JobState> chosen = filter.query().terms().stream()
                .filter(term -> term instanceof Term.States states && !states.negated())
                .map(term -> ((Term.States) term).states())
                .findFirst()
                .orElse(Set.of());
        JobQuery rest = new JobQuery(filter.query().terms().stream()
                .filter(term -> !(term instanceof Term.States))
                .toList());
        List<View> views = new ArrayList<>();
        views.add(new View("Active and recent", "", "", shell.root() + "/jobs", filter.isUnasked()));
        for (JobState state : JobState.values()) {
            Look look = Look.of(state);
            Term term = new Term.States(EnumSet.of(state), false);
            views.add(new View(
                    look.word(),
                    look.glyph(),
                    look.hue(),
                    href(shell, filter, new JobQuery(List.of(term)).and(rest)),
                    chosen.equals(Set.of(state))));
        }
        return views;
    }

    private static @Nullable String wider(Shell shell, JobFilter filter) {
        return filter.query().terms().stream()
                .filter(term -> term instanceof Term.Time)
                .map(term -> (Term.Time) term)
                .filter(time -> time.key() == dev.rota.web.query.Key.SINCE
                        && time.ago() != null
                        && time.ago().compareTo(WEEK) < 0)
                .findFirst()
                .map(time ->
                        href(shell, filter, filter.query().without(time).and(new Term.Time(time.key(), WEEK, null))))
                .orElse(null);
    }
}
