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
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The list of jobs.
 *
 * @param query as it stands in the box
 * @param list what its URL asks for
 * @param chips the conditions that hold, each with the list without it
 * @param views lists to change to
 * @param saved views that the reader or somebody for all has saved
 * @param refused what is wrong with what was asked for; null if nothing is
 * @param matched how many there are; null if they are all shown, or not counted
 * @param searchedBackTo if not all jobs were looked at: how far back
 * @param none true if there is no job at all
 * @param wider the same in the last seven days; null if that is no wider
 */
record JobsPage(
        Shell shell,
        String query,
        JobList list,
        List<Chip> chips,
        List<View> views,
        List<SavedViews.Saved> saved,
        @Nullable Problem refused,
        List<Row> rows,
        @Nullable String matched,
        @Nullable String olderHref,
        @Nullable String newerHref,
        @Nullable Instant searchedBackTo,
        boolean none,
        @Nullable String wider,
        List<String> suggestions) {
    private static final Duration WEEK = Duration.ofDays(7);
    private static final List<Integer> SIZES = List.of(25, 50, 100, 200);

    /** A job, and what it has in the columns that were asked for. */
    record Row(JobRow job, List<JobColumns.Cell> more) {}

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

    static JobsPage of(Shell shell, JobList list, List<Row> rows, Around around) {
        JobFilter filter = list.filter();
        return new JobsPage(
                shell,
                filter.isUnasked() ? "" : filter.query().text(),
                list,
                chips(shell, list),
                views(shell, list),
                around.saved(),
                null,
                rows,
                around.count() == null ? null : around.count().text(),
                list.pageHref(shell, around.beside().older()),
                list.pageHref(shell, around.beside().newer()),
                around.found().searchedBackTo(),
                around.none(),
                wider(shell, list),
                around.suggestions());
    }

    /** The list where what was asked for could not be read. */
    static JobsPage refused(Shell shell, String query, Problem problem) {
        JobList all = new JobList(new JobFilter(JobQuery.ALL, true, JobFilter.USUAL), JobColumns.NONE);
        return new JobsPage(
                shell,
                query,
                all,
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

    /** The query of this list's URL, without cursor. */
    String back() {
        return list.text();
    }

    /** The file of this list, in a format. */
    String exportHref(String format) {
        return shell.root() + "/api/v1/job-exports?"
                + (isUnasked() ? "" : "q=" + Urls.encoded(query) + "&")
                + "format=" + format;
    }

    /** The jobs of a query, shown as these are. */
    String searchHref(String other) {
        return list.href(shell, JobFilter.parse(other));
    }

    List<JobColumns.Column> columns() {
        return List.copyOf(list.columns().shown());
    }

    List<JobColumns.Column> choosable() {
        return List.of(JobColumns.Column.values());
    }

    boolean shows(JobColumns.Column column) {
        return list.columns().has(column);
    }

    boolean showsId() {
        return shows(JobColumns.Column.ID);
    }

    /** How many there may be on a page; with what was asked for, though it is another number. */
    List<Integer> sizes() {
        int limit = list.filter().limit();
        return SIZES.contains(limit)
                ? SIZES
                : Stream.concat(SIZES.stream(), Stream.of(limit)).sorted().toList();
    }

    int size() {
        return list.filter().limit();
    }

    boolean hasUsualSize() {
        return size() == JobFilter.USUAL;
    }

    boolean canSave() {
        return !back().isEmpty();
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
        return list.filter().isUnasked() && refused == null;
    }

    private static List<Chip> chips(Shell shell, JobList list) {
        JobFilter filter = list.filter();
        if (filter.isUnasked()) {
            return List.of(
                    new Chip("active, or ended in the last hour", list.href(shell, JobFilter.parse("since:1d"))));
        }
        return filter.query().terms().stream()
                .map(term ->
                        new Chip(term.text(), list.href(shell, filter.query().without(term))))
                .toList();
    }

    private static List<View> views(Shell shell, JobList list) {
        JobFilter filter = list.filter();
        Set<JobState> chosen = filter.query().terms().stream()
                .filter(term -> term instanceof Term.States states && !states.negated())
                .map(term -> ((Term.States) term).states())
                .findFirst()
                .orElse(Set.of());
        JobQuery rest = new JobQuery(filter.query().terms().stream()
                .filter(term -> !(term instanceof Term.States))
                .toList());
        List<View> views = new ArrayList<>();
        views.add(new View("Active and recent", "", "", list.unaskedHref(shell), filter.isUnasked()));
        for (JobState state : JobState.values()) {
            Look look = Look.of(state);
            Term term = new Term.States(EnumSet.of(state), false);
            views.add(new View(
                    look.word(),
                    look.glyph(),
                    look.hue(),
                    list.href(shell, new JobQuery(List.of(term)).and(rest)),
                    chosen.equals(Set.of(state))));
        }
        return views;
    }

    private static @Nullable String wider(Shell shell, JobList list) {
        JobQuery query = list.filter().query();
        return query.terms().stream()
                .filter(term -> term instanceof Term.Time)
                .map(term -> (Term.Time) term)
                .filter(time -> time.key() == dev.rota.web.query.Key.SINCE
                        && time.ago() != null
                        && time.ago().compareTo(WEEK) < 0)
                .findFirst()
                .map(time -> list.href(shell, query.without(time).and(new Term.Time(time.key(), WEEK, null))))
                .orElse(null);
    }
}
