package dev.rota.systems.library.duty;

import dev.rota.systems.common.SiteCalendar;
import dev.rota.systems.common.SiteCalendars;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;

/** How many days a loan is overdue: in calendar days, or in days the library was open if it chose so. Thread-safe. */
public final class OverdueDays {

    private final SiteCalendars calendars;
    private final LibrarySettings settings;

    /** Reads the calendar only if open days count. */
    public OverdueDays(SiteCalendars calendars, LibrarySettings settings) {
        this.calendars = calendars;
        this.settings = settings;
    }

    /** A way of counting up to a date, to be used for many loans of one run. */
    Counter until(LocalDate today) {
        if (!settings.notices().openDaysOnly()) {
            return due -> Math.max(0, Math.toIntExact(ChronoUnit.DAYS.between(due, today)));
        }
        SiteCalendar calendar =
                calendars.calendar(settings.site().id(), settings.site().zone());
        return due -> Math.toIntExact(
                due.isBefore(today)
                        ? due.plusDays(1)
                                .datesUntil(today.plusDays(1))
                                .filter(calendar::isOpen)
                                .count()
                        : 0);
    }

    /** Counts the days after a due date. */
    @FunctionalInterface
    interface Counter {
        /** 0 when the loan is not overdue. */
        int days(LocalDate dueDate);
    }
}
