package dev.rota.schedule;

import dev.rota.schedule.CronField.Term;
import java.time.DayOfWeek;
import java.time.Month;
import java.time.format.TextStyle;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The words for the days and months of an expression; empty for every day, otherwise they begin with a comma. */
final class DayWords {

    private static final List<String> ORDINALS = List.of("first", "second", "third", "fourth", "fifth");

    private DayWords() {}

    static boolean restrictsDays(Cron cron) {
        return cron.field(FieldKind.DAY_OF_MONTH).isRestricted()
                || cron.field(FieldKind.DAY_OF_WEEK).isRestricted();
    }

    static String of(Cron cron) {
        CronField day = cron.field(FieldKind.DAY_OF_MONTH);
        CronField weekday = cron.field(FieldKind.DAY_OF_WEEK);
        ValueSet months = ValueSet.of(cron.field(FieldKind.MONTH));
        if (day.isRestricted() && isSingleValue(day) && !weekday.isRestricted() && months.isSingle()) {
            return ", on " + ValueSet.of(day).first() + " " + monthName(months.first());
        }
        String month = months.isAll() ? "" : ", only in " + months.words(DayWords::monthName);
        if (!day.isRestricted()) {
            return (weekday.isRestricted() ? ", " + weekdays(weekday) : "") + month;
        }
        String also = weekday.isRestricted() ? " and also " + alsoWeekdays(weekday) : "";
        return ", " + days(day) + also + month;
    }

    private static boolean isSingleValue(CronField field) {
        return Long.bitCount(field.bits()) == 1 && field.terms().stream().allMatch(Term::isPlain);
    }

    private static String days(CronField field) {
        List<String> items = new ArrayList<>();
        ValueSet plain = ValueSet.of(field);
        if (plain.count() > 0) {
            items.add((plain.isSingle() ? "day " : "days ") + plain.words(Integer::toString) + " of the month");
        }
        for (Term term : field.terms()) {
            switch (term.form()) {
                case LAST_DAY ->
                    items.add(
                            term.from() == 0
                                    ? "the last day of the month"
                                    : "the day " + Words.counted(term.from(), "day")
                                            + " before the last day of the month");
                case LAST_WEEKDAY -> items.add("the last Monday-to-Friday day of the month");
                case NEAREST_WEEKDAY ->
                    items.add("the Monday-to-Friday day nearest to day " + term.from() + " of the month");
                default -> {
                    // Plain values are in the list already.
                }
            }
        }
        return "on " + Words.and(items);
    }

    private static String weekdays(CronField field) {
        ValueSet plain = mondayFirst(field);
        if (plain.isRun() && special(field).isEmpty()) {
            return plain.words(DayWords::dayName);
        }
        return "only on " + weekdayList(field);
    }

    private static String alsoWeekdays(CronField field) {
        return (mondayFirst(field).count() > 0 ? "on every " : "on ") + weekdayList(field);
    }

    private static String weekdayList(CronField field) {
        List<String> items = new ArrayList<>();
        ValueSet plain = mondayFirst(field);
        if (plain.count() > 0) {
            items.add(plain.words(DayWords::dayName));
        }
        items.addAll(special(field));
        return Words.and(items);
    }

    private static List<String> special(CronField field) {
        List<String> items = new ArrayList<>();
        for (Term term : field.terms()) {
            if (term.form() == CronField.Form.LAST_OF_MONTH) {
                items.add("the last " + dayName(term.from()) + " of the month");
            } else if (term.form() == CronField.Form.NTH_OF_MONTH) {
                items.add("the " + ORDINALS.get(term.to() - 1) + " " + dayName(term.from()) + " of the month");
            }
        }
        return items;
    }

    /** Sunday as 7, so that Saturday and Sunday stand together. */
    private static ValueSet mondayFirst(CronField field) {
        long bits = field.bits();
        return ValueSet.of((bits & 0x7e) | (bits & 1) << 7, 7);
    }

    /** {@code weekday} is 0–7; both ends are Sunday. */
    static String dayName(int weekday) {
        return DayOfWeek.of(weekday == 0 ? 7 : weekday).getDisplayName(TextStyle.FULL, Locale.ENGLISH);
    }

    private static String monthName(int month) {
        return Month.of(month).getDisplayName(TextStyle.FULL, Locale.ENGLISH);
    }
}
