package dev.rota.web;

import dev.rota.Rota;
import dev.rota.schedule.StoredSchedule;
import dev.rota.store.ScheduleStore;
import io.javalin.http.Context;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A page of the schedules, by name, as a URL asks for it.
 *
 * @param find what their names contain; empty for all
 * @param next the cursor of the next page; null if this is the last
 * @param first true if this is the first page
 */
record ScheduleList(
        List<StoredSchedule> schedules,
        String find,
        int limit,
        @Nullable String next,
        boolean first) {
    static ScheduleList read(Context ctx, Rota rota, Secrets secrets, int limit) {
        String asked = Requests.query(ctx, "find");
        String find = asked == null ? "" : asked.strip();
        String of = "schedules " + find;
        String after = NameMark.parse(Requests.query(ctx, "cursor"), secrets, of);
        List<StoredSchedule> found =
                rota.store().schedules().list(new ScheduleStore.Part(after, find.isEmpty() ? null : find, limit + 1));
        boolean more = found.size() > limit;
        List<StoredSchedule> page = more ? found.subList(0, limit) : found;
        String next = more ? new NameMark(page.get(limit - 1).name()).text(secrets, of) : null;
        return new ScheduleList(List.copyOf(page), find, limit, next, after == null);
    }

    /** The first page with these names, relative to the base path. */
    String firstHref() {
        return "schedules" + (find.isEmpty() ? "" : "?find=" + Urls.encoded(find));
    }

    @Nullable
    String nextHref() {
        return next == null ? null : firstHref() + (find.isEmpty() ? "?" : "&") + "cursor=" + next;
    }
}
