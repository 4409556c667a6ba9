package dev.rota.schedule;

import dev.rota.schedule.CronField.Form;
import dev.rota.schedule.CronField.Term;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Looks for what is likely to surprise the author of a cron expression. Pure, thread-safe. */
public final class CronLint {

    private CronLint() {}

    /**
     * The warnings for an expression in a zone, most severe first.
     *
     * @param from start of the year in which changes of the zone's clocks are looked at
     * @return an empty list when there is nothing to say
     */
    public static List<Lint> check(Cron cron, ZoneId zone, Instant from) {
        List<Lint> lints = new ArrayList<>();
        neverFires(cron, zone, from).ifPresent(lints::add);
        numericWeekday(cron).ifPresent(lints::add);
        bothDayFields(cron).ifPresent(lints::add);
        for (FieldKind kind : FieldKind.values()) {
            cron.field(kind).terms().stream()
                    .filter(Term::stepped)
                    .map(term -> unevenStep(cron.field(kind), term))
                    .flatMap(Optional::stream)
                    .forEach(lints::add);
        }
        subMinute(cron).ifPresent(lints::add);
        sixFields(cron).ifPresent(lints::add);
        lints.addAll(ClockChanges.check(cron, zone, from));
        return List.copyOf(lints);
    }

    private static Optional<Lint> neverFires(Cron cron, ZoneId zone, Instant from) {
        if (!cron.times().isPossible()) {
            return lint(
                    Lint.NEVER_FIRES,
                    "Never fires: no month has a day that matches day of month \""
                            + cron.field(FieldKind.DAY_OF_MONTH).text() + "\", month \""
                            + cron.field(FieldKind.MONTH).text() + "\", day of week \""
                            + cron.field(FieldKind.DAY_OF_WEEK).text() + "\". Choose a date that exists.");
        }
        if (cron.next(from, zone).isEmpty()) {
            return lint(
                    Lint.NEVER_FIRES,
                    "Never fires in " + zone + ": every time that matches falls into a gap of its clocks. Write the"
                            + " hour and the minute as plain numbers, then it fires after the gap.");
        }
        return Optional.empty();
    }

    private static Optional<Lint> numericWeekday(Cron cron) {
        CronField field = cron.field(FieldKind.DAY_OF_WEEK);
        return field.terms().stream().filter(Term::numeric).findFirst().flatMap(term -> {
            int last = term.form() == Form.RANGE && term.to() > term.from() ? term.to() : term.from();
            String number = last > term.from() ? term.from() + "–" + last : Integer.toString(term.from());
            String here = readAs(term.from(), last, 0);
            boolean zero = term.from() == 0;
            String quartz = zero ? "Quartz has no day 0" : "Quartz reads " + readAs(term.from(), last, -1);
            String scheduler =
                    last > 6 ? "APScheduler 3 has no day 7" : "APScheduler 3 reads " + readAs(term.from(), last, 1);
            return lint(
                    Lint.NUMERIC_WEEKDAY,
                    (last > term.from() ? "Weekdays " : "Weekday ") + number + (last > term.from() ? " are " : " is ")
                            + here + " here; " + scheduler + ", " + quartz + ". Write " + named(field) + ".");
        });
    }

    private static String readAs(int from, int to, int shift) {
        String first = DayWords.dayName((from + shift + 7) % 7);
        return from == to ? first : first + " to " + DayWords.dayName((to + shift + 7) % 7);
    }

    /** The day-of-week field with names in place of numbers. */
    private static String named(CronField field) {
        FieldKind kind = field.kind();
        List<String> items = new ArrayList<>();
        for (Term term : field.terms()) {
            String step = term.stepped() ? "/" + term.step() : "";
            String from = kind.name(term.from());
            items.add(
                    switch (term.form()) {
                        case RANGE -> from + "-" + kind.name(term.to()) + step;
                        case LAST_OF_MONTH -> from + "L";
                        case NTH_OF_MONTH -> from + "#" + term.to();
                        case VALUE, OPEN -> from + step;
                        default -> "*" + step;
                    });
        }
        return String.join(",", items);
    }

    private static Optional<Lint> bothDayFields(Cron cron) {
        CronField day = cron.field(FieldKind.DAY_OF_MONTH);
        CronField weekday = cron.field(FieldKind.DAY_OF_WEEK);
        if (!day.isRestricted() || !weekday.isRestricted()) {
            return Optional.empty();
        }
        return lint(
                Lint.BOTH_DAY_FIELDS,
                "Day of month \"" + day.text() + "\" and day of week \"" + weekday.text() + "\" are both set: a day"
                        + " that matches either fires, not only days that match both. Write * in one of them if that is"
                        + " not meant; FRI#2 is the second Friday of the month.");
    }

    private static Optional<Lint> unevenStep(CronField field, Term term) {
        int step = term.step();
        if (term.form() == Form.RANGE) {
            return unreachedEnd(field, term);
        }
        if (field.kind() == FieldKind.DAY_OF_MONTH) {
            return step == 1
                    ? Optional.empty()
                    : lint(
                            Lint.UNEVEN_STEP,
                            "The day of month steps by " + step + " and starts again at day " + term.from()
                                    + " in every month, so the last interval of a month is shorter or longer. For every "
                                    + Words.counted(step, "day") + " use an interval.");
        }
        return field.kind().size() % step == 0 ? Optional.empty() : unevenRound(field.kind(), term);
    }

    private static Optional<Lint> unreachedEnd(CronField field, Term term) {
        int rest = (term.to() - term.from()) % term.step();
        return rest == 0
                ? Optional.empty()
                : lint(
                        Lint.UNEVEN_STEP,
                        "The " + field.kind().label() + " steps by " + term.step() + " from " + term.from()
                                + " and never reaches " + term.to() + ": its last value is " + (term.to() - rest)
                                + ".");
    }

    private static Optional<Lint> unevenRound(FieldKind kind, Term term) {
        int last = kind.last() - (kind.last() - term.from()) % term.step();
        String unit = kind == FieldKind.DAY_OF_WEEK ? "day" : kind.label();
        return lint(
                Lint.UNEVEN_STEP,
                "The " + kind.label() + " step " + term.step() + " does not divide " + kind.size() + ": after "
                        + kind.name(last) + " it starts again at " + kind.name(term.from()) + ", "
                        + Words.counted(kind.size() - last + term.from(), unit)
                        + " later. For an even distance use an interval.");
    }

    private static Optional<Lint> subMinute(Cron cron) {
        int count = Long.bitCount(cron.field(FieldKind.SECOND).bits());
        return count <= 1
                ? Optional.empty()
                : lint(
                        Lint.SUB_MINUTE,
                        "Fires " + count + " times in each matching minute, and each fire makes a job. Write one second"
                                + " in the first field, or five fields, for once a minute.");
    }

    private static Optional<Lint> sixFields(Cron cron) {
        if (!cron.hasSeconds()) {
            return Optional.empty();
        }
        String five = cron.text().substring(cron.text().indexOf(' ') + 1);
        boolean convertible = cron.field(FieldKind.SECOND).bits() == 1;
        boolean numeric = cron.field(FieldKind.DAY_OF_WEEK).terms().stream().anyMatch(Term::numeric);
        return lint(
                Lint.SIX_FIELDS,
                "Six fields: the first is the second, as in Spring and Quartz."
                        + (convertible ? " Without seconds it is \"" + five + "\"." : "")
                        + (numeric ? " In Quartz weekday 1 is Sunday, here it is Monday: write names." : ""));
    }

    private static Optional<Lint> lint(String code, String message) {
        return Optional.of(new Lint(code, message));
    }
}
