package dev.rota.spring;

import dev.rota.schedule.OverlapPolicy;
import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Repeatable;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Runs a {@link RotaJob} again and again, by cron or at an interval. Stands beside it; may be repeated with other names.
 * In text attributes {@code ${…}} is resolved. What an operator changes (trigger, pause) outlives a restart.
 *
 * <pre>{@code
 * @RotaJob("loans.mark-overdue")
 * @RotaSchedule(cron = "0 0 * * *", zone = "Europe/Riga", description = "Marks loans that are overdue")
 * void markOverdue() { … }
 * }</pre>
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.METHOD, ElementType.TYPE})
@Repeatable(RotaSchedule.Several.class)
public @interface RotaSchedule {
    /** The value of {@link #cron()} or {@link #every()} that stands for no schedule. */
    String DISABLED = "-";

    /**
     * When it fires: five fields (minute first), six (second first), or {@code @daily} and its kin. {@code -} disables the
     * schedule: it is removed from the store, its jobs stay. Either this or {@link #every()} is given.
     */
    String cron() default "";

    /** The time zone of {@link #cron()}; empty means {@code rota.schedules.zone}, which is UTC unless set. */
    String zone() default "";

    /** The interval, as in {@code 6h} or {@code PT6H}, one second or longer; {@code -} disables the schedule. */
    String every() default "";

    /** Its name; empty means the name of the job type. */
    String name() default "";

    /** The arguments of its jobs as JSON; empty means none: then all members of the record must be able to be null. */
    String args() default "";

    /** What is done about fires that were missed: {@code RUN_ONCE} (default), {@code SKIP} or {@code RUN_EACH(12)}. */
    String missed() default "";

    /** What is done when the job of the fire before has not ended. */
    OverlapPolicy overlap() default OverlapPolicy.SKIP;

    /** A flag, on unless an operator turns it off; while it is off nothing fires. Empty means none. */
    String flag() default "";

    /** Each fire is put off by a random time up to this, as in {@code 30s}; empty means none. */
    String jitter() default "";

    /** How long its jobs are expected to run at the most, as in {@code 10m}; empty means nothing is expected. */
    String expected() default "";

    /** What is due in one of them is skipped, as in {@code MON-FRI 08:00-18:00}, in {@link #zone()}; UTC with {@link #every()}. */
    String[] pauseWindows() default {};

    /** What it is for, in a sentence. */
    String description() default "";

    /** Tags of its jobs, for finding them. */
    String[] tags() default {};

    /** Several schedules of one job. */
    @Documented
    @Retention(RetentionPolicy.RUNTIME)
    @Target({ElementType.METHOD, ElementType.TYPE})
    @interface Several {
        RotaSchedule[] value();
    }
}
