package dev.rota.job;

import dev.rota.retry.RetryPolicy;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * A kind of job: a stable name, the record its arguments stand in, and how jobs of it are run unless one says otherwise.
 * Immutable; each method returns a changed copy.
 *
 * <p>A program that has a handler for a type may enqueue with another {@code JobType} of the same name: what that one does
 * not set is taken from the handler's. So {@code JobType.of("users.send-welcome", SendWelcome.class)} alone is enough there.
 *
 * <pre>{@code
 * record SendWelcome(long userId) {}
 * static final JobType<SendWelcome> SEND_WELCOME =
 *         JobType.of("users.send-welcome", SendWelcome.class).queue("mail").retries(5);
 * }</pre>
 *
 * @param <A> the type of the arguments, usually a record
 */
public final class JobType<A> {
    private static final int LONGEST_NAME = 100;
    /** As JSON. Jackson alone could write more than it reads. */
    private static final int LONGEST_ARGS = 10_000_000;

    private final String name;
    private final Class<A> argsClass;
    private final Settings settings;
    private final Set<Setting> explicit;
    private final NavigableMap<Integer, UnaryOperator<Map<String, Object>>> upcasters;

    /**
     * How jobs of a type are run unless a job says otherwise.
     *
     * @param queue the queue they wait in
     * @param priority lower is claimed first
     * @param maxAttempts how many attempts a job may use up, at least 1
     * @param timeout after which an attempt is interrupted and counts as failed; null means no limit
     * @param retry how long to wait between attempts
     * @param version of the shape of the arguments, at least 1
     */
    public record Settings(
            String queue,
            int priority,
            int maxAttempts,
            @Nullable Duration timeout,
            RetryPolicy retry,
            int version) {
        /** Queue {@code default}, priority 0, 10 attempts, no timeout, {@link RetryPolicy#DEFAULTS}, version 1. */
        public static final Settings DEFAULTS = new Settings("default", 0, 10, null, RetryPolicy.DEFAULTS, 1);

        public Settings {
            requireName("Queue", queue);
            if (maxAttempts < 1) {
                throw new IllegalArgumentException("Max attempts is " + maxAttempts + ", expected 1 or more");
            }
            requireTimeout(timeout);
            if (version < 1) {
                throw new IllegalArgumentException("Version is " + version + ", expected 1 or more");
            }
        }
    }

    /** What a type can set, as against what it leaves as it is. */
    private enum Setting {
        QUEUE,
        PRIORITY,
        MAX_ATTEMPTS,
        TIMEOUT,
        RETRY,
        VERSION
    }

    private JobType(
            String name,
            Class<A> argsClass,
            Settings settings,
            Set<Setting> explicit,
            NavigableMap<Integer, UnaryOperator<Map<String, Object>>> upcasters) {
        this.name = name;
        this.argsClass = argsClass;
        this.settings = settings;
        this.explicit = explicit;
        this.upcasters = upcasters;
    }

    /**
     * A type with {@link Settings#DEFAULTS}.
     *
     * @param name 1 to 100 letters, digits, dots, dashes and underscores; it is stored with every job, so it must not
     *     change when classes are renamed
     * @param argsClass the record the arguments stand in; {@code Void.class} for a job without arguments
     * @throws IllegalArgumentException if the name is malformed
     */
    public static <A> JobType<A> of(String name, Class<A> argsClass) {
        requireName("Job type", name);
        return new JobType<>(name, argsClass, Settings.DEFAULTS, EnumSet.noneOf(Setting.class), new TreeMap<>());
    }

    /** A type of jobs that take no arguments; see {@link #of(String, Class)}. */
    public static JobType<Void> of(String name) {
        return of(name, Void.class);
    }

    /** Jobs of this type wait in the queue of that name (letters, digits, dots, dashes, underscores; at most 100). */
    public JobType<A> queue(String queue) {
        Settings s = settings;
        return with(Setting.QUEUE, new Settings(queue, s.priority, s.maxAttempts, s.timeout, s.retry, s.version));
    }

    /** Lower is claimed first; 0 unless set. */
    public JobType<A> priority(int priority) {
        Settings s = settings;
        return with(Setting.PRIORITY, new Settings(s.queue, priority, s.maxAttempts, s.timeout, s.retry, s.version));
    }

    /** How many attempts follow a first failed one: 0 or more. */
    public JobType<A> retries(int retries) {
        if (retries < 0 || retries == Integer.MAX_VALUE) {
            throw new IllegalArgumentException("Retries is " + retries + ", expected 0 to " + (Integer.MAX_VALUE - 1));
        }
        return maxAttempts(retries + 1);
    }

    /** How many attempts there are at the most: 1 or more. */
    public JobType<A> maxAttempts(int maxAttempts) {
        Settings s = settings;
        return with(
                Setting.MAX_ATTEMPTS, new Settings(s.queue, s.priority, maxAttempts, s.timeout, s.retry, s.version));
    }

    /** How long to wait between attempts. What counts is what the type says that the handler was registered with. */
    public JobType<A> retry(RetryPolicy policy) {
        Settings s = settings;
        return with(Setting.RETRY, new Settings(s.queue, s.priority, s.maxAttempts, s.timeout, policy, s.version));
    }

    /** After this time, which is more than zero, an attempt is interrupted and counts as failed; never unless set. */
    public JobType<A> timeout(Duration timeout) {
        Settings s = settings;
        return with(Setting.TIMEOUT, new Settings(s.queue, s.priority, s.maxAttempts, timeout, s.retry, s.version));
    }

    /**
     * The shape of the arguments has changed: what is enqueued from now on has this version, and {@code upcaster} turns
     * the arguments of a stored job of the version before into the new shape. Upcasters are applied one after another.
     *
     * @param newVersion one more than the version so far
     * @param upcaster gets the arguments as a mutable map (numbers, strings, booleans, lists, maps) and returns the new ones
     * @throws IllegalArgumentException if the version is another
     */
    public JobType<A> version(int newVersion, UnaryOperator<Map<String, Object>> upcaster) {
        if (newVersion != settings.version + 1) {
            throw new IllegalArgumentException("Job type " + name + ": version " + newVersion + " follows version "
                    + settings.version + ", expected " + (settings.version + 1));
        }
        NavigableMap<Integer, UnaryOperator<Map<String, Object>>> more = new TreeMap<>(upcasters);
        more.put(settings.version, upcaster);
        Settings s = settings;
        return new JobType<>(
                name,
                argsClass,
                new Settings(s.queue, s.priority, s.maxAttempts, s.timeout, s.retry, newVersion),
                including(Setting.VERSION),
                more);
    }

    private JobType<A> with(Setting made, Settings changed) {
        return new JobType<>(name, argsClass, changed, including(made), upcasters);
    }

    private Set<Setting> including(Setting made) {
        Set<Setting> more = EnumSet.of(made);
        more.addAll(explicit);
        return more;
    }

    /**
     * How jobs are run that are enqueued with this type, where there is a handler for it: what this type sets, it says
     * itself, and for the rest it goes by the type that the handler was registered with. The version of the arguments is
     * among that only if both have the same class of arguments.
     *
     * @param registered with the handler, of the same name
     */
    public Settings settings(JobType<?> registered) {
        Settings own = settings;
        Settings other = registered.settings;
        boolean sameShape = argsClass == registered.argsClass;
        return new Settings(
                sets(Setting.QUEUE) ? own.queue : other.queue,
                sets(Setting.PRIORITY) ? own.priority : other.priority,
                sets(Setting.MAX_ATTEMPTS) ? own.maxAttempts : other.maxAttempts,
                sets(Setting.TIMEOUT) ? own.timeout : other.timeout,
                sets(Setting.RETRY) ? own.retry : other.retry,
                sets(Setting.VERSION) || !sameShape ? own.version : other.version);
    }

    private boolean sets(Setting setting) {
        return explicit.contains(setting);
    }

    public String name() {
        return name;
    }

    public Class<A> argsClass() {
        return argsClass;
    }

    public Settings settings() {
        return settings;
    }

    /** The version of the arguments as they are enqueued now, from 1. */
    public int version() {
        return settings.version;
    }

    /**
     * Refuses to do without arguments.
     *
     * @throws ArgsException if they are null, and {@link #argsClass()} is not {@code Void}
     */
    public void requireArgs(@Nullable A args) {
        if (args == null && argsClass != Void.class) {
            throw new ArgsException("Job type " + name + " takes " + argsClass.getSimpleName() + ", found null");
        }
    }

    /**
     * The arguments of a new job as JSON.
     *
     * @param args null if this type takes none
     * @throws ArgsException if they are null although it takes some, cannot be written, or are longer than 10,000,000
     *     characters
     */
    public String encode(ArgsCodec codec, @Nullable A args) {
        requireArgs(args);
        String json = codec.encode(args);
        if (json.length() > LONGEST_ARGS) {
            throw new ArgsException("Arguments of job type " + name + " have " + json.length()
                    + " characters as JSON, expected at most " + LONGEST_ARGS
                    + ": store what is long elsewhere, and pass where it is");
        }
        return json;
    }

    /**
     * The arguments of a stored job, brought to the present version.
     *
     * @param stored the version they were stored with
     * @throws ArgsException if they are of a later version than this type knows
     */
    public A decode(ArgsCodec codec, String json, int stored) {
        if (stored > version()) {
            throw new ArgsException("Arguments of job type " + name + " have version " + stored
                    + ", this worker knows versions up to " + version() + ": deploy the newer worker");
        }
        if (stored == version()) {
            return codec.decode(json, argsClass);
        }
        Map<String, Object> tree = codec.toMap(json);
        for (UnaryOperator<Map<String, Object>> upcaster :
                upcasters.subMap(stored, version()).values()) {
            tree = upcaster.apply(tree);
        }
        return codec.fromMap(tree, argsClass);
    }

    static void requireTimeout(@Nullable Duration timeout) {
        if (timeout != null && (timeout.isNegative() || timeout.isZero())) {
            throw new IllegalArgumentException("Timeout is " + timeout + ", expected more than zero");
        }
    }

    static void requireName(String what, String name) {
        if (!isName(name)) {
            throw new IllegalArgumentException(what + " \"" + name
                    + "\" is not a name: expected 1 to 100 letters, digits, dots, dashes or underscores, "
                    + "beginning with a letter or digit");
        }
    }

    /** By hand, and not by a pattern: it is asked twice for each job that is made or read. */
    private static boolean isName(String name) {
        for (int i = 0; i < name.length(); i++) {
            char c = name.charAt(i);
            boolean letterOrDigit = c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9';
            if (!letterOrDigit && (i == 0 || c != '.' && c != '_' && c != '-')) {
                return false;
            }
        }
        return !name.isEmpty() && name.length() <= LONGEST_NAME;
    }

    @Override
    public String toString() {
        return name;
    }
}
