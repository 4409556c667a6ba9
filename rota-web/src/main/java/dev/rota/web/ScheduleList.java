package dev.rota.web;

import dev.rota.Rota;
import dev.rota.schedule.StoredSchedule;
import dev.rota.store.ScheduleStore;
import io.javalin.http.Context;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A page of the schedules, by name, as a URL asks for it.
 *
 * @param find what their names contain; empty for all
 * @param tag of their jobs; empty for all
 * @param next the cursor of the next page; null if this is the last
 * @param first true if this is the first page
 */
record ScheduleList(
        List<StoredSchedule> schedules,
        String find,
        String tag,
        int limit,
        @Nullable String next,
        boolean first) {
    static ScheduleList read(Context ctx, Rota rota, Secrets secrets, int limit) {
        ScheduleList asked = asked(Requests.query(ctx, "find"), Requests.query(ctx, "tag"), limit);
        String of = "schedules " + asked.find + (asked.tag.isEmpty() ? "" : "\n" + asked.tag);
        String after = NameMark.parse(Requests.query(ctx, "cursor"), secrets, of);
        List<StoredSchedule> found = rota.store().schedules().list(asked.part(after, limit + 1));
        boolean more = found.size() > limit;
        List<StoredSchedule> page = more ? found.subList(0, limit) : found;
        String next = more ? new NameMark(page.get(limit - 1).name()).text(secrets, of) : null;
        return new ScheduleList(List.copyOf(page), asked.find, asked.tag, limit, next, after == null);
    }

    /** The list that a form stands on, without its schedules. */
    static ScheduleList of(Form form) {
        return asked(form.get("find"), form.get("tag"), 1);
    }

    private static ScheduleList asked(@Nullable String find, @Nullable String tag, int limit) {
        return new ScheduleList(
                List.of(),
                Objects.requireNonNullElse(find, "").strip(),
                Objects.requireNonNullElse(tag, "").strip(),
                limit,
                null,
                true);
    }

    /** What the store is asked. */
    ScheduleStore.Part part(@Nullable String after, int most) {
        return new ScheduleStore.Part(after, find.isEmpty() ? null : find, tag.isEmpty() ? null : tag, most);
    }

    /** Whether it shows all there are. */
    boolean isWhole() {
        return find.isEmpty() && tag.isEmpty();
    }

    /** What it asks for, as the query of a URL; empty if it asks for all. */
    String query() {
        return Stream.of(part("find", find), part("tag", tag))
                .filter(part -> !part.isEmpty())
                .collect(Collectors.joining("&"));
    }

    private static String part(String name, String value) {
        return value.isEmpty() ? "" : name + "=" + Urls.encoded(value);
    }

    /** The first page with these names, relative to the base path. */
    String firstHref() {
        return "schedules" + (isWhole() ? "" : "?" + query());
    }

    /** Where all of them, on all pages, are acted on; relative to the base path. */
    String actsHref() {
        return "schedule-acts" + (isWhole() ? "" : "?" + query());
    }

    @Nullable
    String nextHref() {
        return next == null ? null : firstHref() + (isWhole() ? "?" : "&") + "cursor=" + next;
    }
}
