package dev.rota.systems.common;

import java.time.DayOfWeek;
import java.time.ZoneId;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The stored calendars. Runs in the caller's transaction; safe for use by several threads. */
public final class SiteCalendars {
    private final JdbcClient jdbc;

    public SiteCalendars(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** The calendar as it stands now. A site without hours is closed every day. */
    public SiteCalendar calendar(String siteId, ZoneId zone) {
        List<OpeningHours> hours = jdbc.sql(
                        "select iso_weekday, opens, closes from core_calendar_hours where site_id = :site")
                .param("site", siteId)
                .query((row, n) -> new OpeningHours(
                        DayOfWeek.of(row.getInt("iso_weekday")),
                        Columns.time(row, "opens"),
                        Columns.time(row, "closes")))
                .list();
        List<Closure> closures = jdbc.sql(
                        "select starts_on, ends_on, reason from core_calendar_closure where site_id = :site")
                .param("site", siteId)
                .query((row, n) -> new Closure(
                        Columns.date(row, "starts_on"), Columns.date(row, "ends_on"), Columns.text(row, "reason")))
                .list();
        return new SiteCalendar(siteId, zone, hours, closures);
    }

    /**
     * Stores a site's week in place of the earlier one.
     *
     * @throws IllegalArgumentException when two spans of a day overlap
     */
    public void setHours(String siteId, List<OpeningHours> week) {
        List<OpeningHours> spans =
                week.stream().sorted(Comparator.comparing(OpeningHours::opens)).toList();
        checkApart(spans);
        jdbc.sql("delete from core_calendar_hours where site_id = :site")
                .param("site", siteId)
                .update();
        int seq = 0;
        for (OpeningHours span : spans) {
            seq++;
            jdbc.sql("""
                    insert into core_calendar_hours (site_id, iso_weekday, seq, opens, closes)
                    values (:site, :day, :seq, :opens, :closes)""")
                    .param("site", siteId)
                    .param("day", span.day().getValue())
                    .param("seq", seq)
                    .param("opens", Columns.of(span.opens()))
                    .param("closes", Columns.of(span.closes()))
                    .update();
        }
    }

    /** Adds a closure. */
    public void close(String siteId, Closure closure) {
        jdbc.sql("""
                insert into core_calendar_closure (site_id, starts_on, ends_on, reason)
                values (:site, :starts, :ends, :reason)""")
                .param("site", siteId)
                .param("starts", Columns.of(closure.startsOn()))
                .param("ends", Columns.of(closure.endsOn()))
                .param("reason", closure.reason())
                .update();
    }

    private static void checkApart(List<OpeningHours> inOrder) {
        Map<DayOfWeek, OpeningHours> latest = new EnumMap<>(DayOfWeek.class);
        for (OpeningHours span : inOrder) {
            OpeningHours before = latest.put(span.day(), span);
            if (before != null && span.opens().isBefore(before.closes())) {
                throw new IllegalArgumentException("Opening hours of " + span.day()
                        + ": expected spans that do not overlap, found " + before.opens() + " to " + before.closes()
                        + " and " + span.opens() + " to " + span.closes());
            }
        }
    }
}
