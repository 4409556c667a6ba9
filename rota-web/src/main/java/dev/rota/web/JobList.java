package dev.rota.web;

import dev.rota.web.query.JobQuery;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A list of jobs as its URL says: which jobs, and what is shown of them. */
record JobList(JobFilter filter, JobColumns columns) {
    /** Its URL's query, encoded, without cursor. */
    String text() {
        return joined(filter.text(), columns.text());
    }

    /** The same list of what matches another query. */
    String href(Shell shell, JobQuery query) {
        return shell.jobsHref(joined(filter.with(query).text(), columns.text()));
    }

    /** The same list of what is active or ended of late. */
    String unaskedHref(Shell shell) {
        String text = joined(filter.unasked().text(), columns.text());
        return text.isEmpty() ? shell.root() + "/jobs" : shell.jobsHref(text);
    }

    /** Another page of this list; null if the cursor is. */
    @Nullable
    String pageHref(Shell shell, @Nullable String cursor) {
        return cursor == null ? null : shell.jobsHref(joined(text(), "cursor=" + cursor));
    }

    private static String joined(String... parts) {
        return Stream.of(parts).filter(part -> !part.isEmpty()).collect(Collectors.joining("&"));
    }
}
