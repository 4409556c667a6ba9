package dev.rota.systems.library.data;

import dev.rota.systems.common.CsvRow;
import dev.rota.systems.common.OpeningHours;
import dev.rota.systems.common.SiteCalendars;
import java.time.DayOfWeek;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The latest opening hours of each venue in {@code newcastle_opening_hours.csv}. */
final class VenueHours {

    /** A blank pair of times is a part of the day in which the venue is closed. */
    private static final List<List<String>> SPANS = List.of(
            List.of("open_morning", "close_lunch"),
            List.of("reopen_lunch", "close_evening"),
            List.of("open_morning", "close_evening"));

    private final Map<String, List<OpeningHours>> weeks = new TreeMap<>();

    static VenueHours read(DataFiles files) {
        Map<String, TreeMap<String, List<OpeningHours>>> versions = new TreeMap<>();
        files.table(
                        "newcastle_opening_hours.csv",
                        "venue",
                        "valid_from",
                        "day",
                        "open_morning",
                        "close_lunch",
                        "reopen_lunch",
                        "close_evening")
                .forEach(row -> versions.computeIfAbsent(row.text("venue"), venue -> new TreeMap<>())
                        .computeIfAbsent(row.text("valid_from"), from -> new ArrayList<>())
                        .addAll(day(row)));
        VenueHours hours = new VenueHours();
        versions.forEach(
                (venue, byDate) -> hours.weeks.put(venue, byDate.lastEntry().getValue()));
        return hours;
    }

    private static List<OpeningHours> day(CsvRow row) {
        DayOfWeek day = row.oneOf("day", DayOfWeek.class);
        boolean lunch = row.textOrNull("close_lunch") != null || row.textOrNull("reopen_lunch") != null;
        List<OpeningHours> spans = new ArrayList<>();
        for (List<String> span : lunch ? SPANS.subList(0, 2) : SPANS.subList(2, 3)) {
            if (row.textOrNull(span.get(0)) != null || row.textOrNull(span.get(1)) != null) {
                spans.add(new OpeningHours(day, row.time(span.get(0)), row.time(span.get(1))));
            }
        }
        return spans;
    }

    /** Stores each venue under its name, and one of them as the library's own site too. */
    void store(SiteCalendars calendars, String siteId, String venue) {
        List<OpeningHours> own = weeks.get(venue);
        if (own == null) {
            throw new IllegalArgumentException(
                    "Venue: expected one of " + String.join(", ", weeks.keySet()) + ", found \"" + venue + "\"");
        }
        weeks.forEach(calendars::setHours);
        calendars.setHours(siteId, own);
    }
}
