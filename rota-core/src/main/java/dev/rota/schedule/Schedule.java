package dev.rota.schedule;

import dev.rota.job.ArgsCodec;
import dev.rota.job.ExclusionKey;
import dev.rota.job.JobType;
import dev.rota.job.NewJob;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A named trigger with the job it makes, as a program writes it down. Immutable; each method returns a changed copy. A name
 * has 1 to 100 letters, digits, dots, dashes and underscores. What is out of its range is refused with an
 * {@link IllegalArgumentException}.
 *
 * <pre>{@code
 * rota.schedules().put(Schedule.cron("weekly-cleanup", "0 3 * * SUN", zone)
 *         .runs(CLEANUP, args)
 *         .missed(MissedPolicy.RUN_ONCE)
 *         .overlap(OverlapPolicy.SKIP));
 * }</pre>
 */
public final class Schedule {
    private final String name;
    private final Trigger trigger;
    private final Policies policies;
    private final @Nullable Template<?> template;

    private record Template<A>(
            JobType<A> type,
            @Nullable A args,
            List<String> tags,
            @Nullable ExclusionKey exclusion) {
        NewJob toJob(ArgsCodec codec, Function<JobType<?>, JobType.Settings> settings) {
            return NewJob.of(type.name(), settings.apply(type), type.encode(codec, args))
                    .tags(tags)
                    .exclusion(exclusion);
        }

        Template<A> tags(List<String> newTags) {
            return new Template<>(type, args, newTags, exclusion);
        }

        Template<A> exclusion(ExclusionKey key) {
            return new Template<>(type, args, tags, key);
        }
    }

    private Schedule(String name, Trigger trigger, Policies policies, @Nullable Template<?> template) {
        this.name = ScheduleDefinition.requireName(name);
        this.trigger = trigger;
        this.policies = policies;
        this.template = template;
    }

    /**
     * Fires when the cron expression matches the local time of a zone.
     *
     * @throws CronSyntaxException if the expression is malformed
     */
    public static Schedule cron(String name, String cron, ZoneId zone) {
        return new Schedule(name, Trigger.cron(cron, zone), Policies.DEFAULTS, null);
    }

    /**
     * Fires each time so much time has passed, counted from when it is first stored; a restart does not move it.
     *
     * @param interval 1 second to 36,500 days, in whole milliseconds
     */
    public static Schedule every(String name, Duration interval) {
        return new Schedule(name, Trigger.every(interval), Policies.DEFAULTS, null);
    }

    /**
     * Fires once. An instant that has passed when it is first stored, with a new schedule or as a change of one, does not
     * fire, and is not shown as missed either.
     */
    public static Schedule once(String name, Instant at) {
        return new Schedule(name, Trigger.once(at), Policies.DEFAULTS, null);
    }

    /** Fires as {@code trigger} says. */
    public static Schedule of(String name, Trigger trigger) {
        return new Schedule(name, trigger, Policies.DEFAULTS, null);
    }

    /**
     * Each fire makes a job of this type with these arguments.
     *
     * @param args null only if the type takes none
     * @throws dev.rota.job.ArgsException if they are null although it takes some
     */
    public <A> Schedule runs(JobType<A> type, @Nullable A args) {
        type.requireArgs(args);
        return new Schedule(name, trigger, policies, new Template<>(type, args, List.of(), null));
    }

    /** Each fire makes a job of this type, which takes no arguments. */
    public Schedule runs(JobType<Void> type) {
        return runs(type, null);
    }

    /**
     * Tags of the jobs that it makes: at most 20, each 1 to 100 characters.
     *
     * @throws IllegalStateException if {@link #runs(JobType, Object)} was not called before
     */
    public Schedule tags(String... tags) {
        return new Schedule(name, trigger, policies, template().tags(List.of(tags)));
    }

    /**
     * Exclusion key of the jobs that it makes.
     *
     * @throws IllegalStateException if {@link #runs(JobType, Object)} was not called before
     */
    public Schedule exclusion(ExclusionKey key) {
        return new Schedule(name, trigger, policies, template().exclusion(key));
    }

    /** What is done about fires that were missed; {@link MissedPolicy#RUN_ONCE} unless set. */
    public Schedule missed(MissedPolicy missed) {
        return with(policies.missed(missed));
    }

    /** What is done when the job of the fire before has not ended; {@link OverlapPolicy#SKIP} unless set. */
    public Schedule overlap(OverlapPolicy overlap) {
        return with(policies.overlap(overlap));
    }

    /** Each fire is put off by a random time up to {@code jitter}, zero to one day; zero unless set. */
    public Schedule jitter(Duration jitter) {
        return with(policies.jitter(jitter));
    }

    /** No fire is due before {@code startsAt}, or at or after {@code endsAt}; null means no bound. */
    public Schedule between(@Nullable Instant startsAt, @Nullable Instant endsAt) {
        return with(policies.between(startsAt, endsAt));
    }

    /** It does not fire while the flag of this name is off. A flag that nobody knows yet is on. */
    public Schedule flag(String flag) {
        return with(policies.flag(flag));
    }

    /** How long its jobs are expected to run at the most, longer than zero: one that runs longer raises an alert. */
    public Schedule expected(Duration expected) {
        return with(policies.expected(expected));
    }

    /**
     * What is due within one of these times of the week is skipped: {@code MON-FRI 08:00-18:00}, in the zone of a cron
     * expression, and in UTC for other triggers. What counts is when a fire was due, not when it is dealt with.
     *
     * @throws IllegalArgumentException if one is malformed; see {@link PauseWindow}
     */
    public Schedule pauseWindows(String... windows) {
        return with(policies.pauseWindows(PauseWindow.parseAll(String.join(", ", windows))));
    }

    /** What it is for, in a sentence. */
    public Schedule description(String description) {
        return with(policies.description(description));
    }

    private Schedule with(Policies changed) {
        return new Schedule(name, trigger, changed, template);
    }

    private Template<?> template() {
        if (template == null) {
            throw new IllegalStateException("Schedule " + name + " runs nothing yet: call runs(type, args) first");
        }
        return template;
    }

    public String name() {
        return name;
    }

    /**
     * As it is stored.
     *
     * @throws IllegalStateException if {@link #runs(JobType, Object)} was not called
     */
    public ScheduleDefinition definition(ArgsCodec codec) {
        return definition(codec, JobType::settings);
    }

    /**
     * As it is stored where {@code settings} says how jobs of a type are run.
     *
     * @throws IllegalStateException if {@link #runs(JobType, Object)} was not called
     */
    public ScheduleDefinition definition(ArgsCodec codec, Function<JobType<?>, JobType.Settings> settings) {
        return new ScheduleDefinition(name, trigger, template().toJob(codec, settings), policies);
    }
}
