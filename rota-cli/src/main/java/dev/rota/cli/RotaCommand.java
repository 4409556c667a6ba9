package dev.rota.cli;

import dev.rota.cli.TargetOpener.Access;
import dev.rota.job.JobType;
import dev.rota.store.Store;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;

/** The command {@code rota} itself: the options that all commands have, and what follows from them. */
@Command(
        name = "rota",
        description = "Looks at jobs, schedules, queues and workers, and changes them.",
        versionProvider = VersionCommand.Provider.class,
        footerHeading = "%n",
        footer = {
            "Data goes to the standard output, everything else to the standard error.",
            "In a checkout, ./rota demo starts the demo."
        })
final class RotaCommand implements Runnable {
    private final Surroundings surroundings;
    private final List<JobType<?>> types;

    @Spec
    private @Nullable CommandSpec spec;

    @Option(
            names = "--db",
            scope = ScopeType.INHERIT,
            paramLabel = "FILE|URL",
            description =
                    "A SQLite file, jdbc:sqlite:FILE or jdbc:postgresql://HOST:PORT/DATABASE. Unless given: ROTA_DB, "
                            + "else rota.db, where rota server puts it, else .rota/demo/rota.db, where rota demo does. User and password of PostgreSQL may stand "
                            + "in ROTA_DB_USER and ROTA_DB_PASSWORD.")
    private @Nullable String db;

    @Option(
            names = "--url",
            scope = ScopeType.INHERIT,
            paramLabel = "URL",
            description = "A server instead of a database, such as http://localhost:8080/rota. Unless given: ROTA_URL, "
                    + "else the current context (rota context list).")
    private @Nullable String url;

    @Option(
            names = "--token",
            scope = ScopeType.INHERIT,
            paramLabel = "TOKEN",
            description = "Who asks the server. Better in ROTA_TOKEN, or kept by rota login: other users see options.")
    private @Nullable String token;

    @Option(
            names = "--context",
            scope = ScopeType.INHERIT,
            paramLabel = "NAME",
            description = "The place that rota login has kept by this name; ROTA_CONTEXT does the same.")
    private @Nullable String context;

    @Option(
            names = {"-o", "--output"},
            scope = ScopeType.INHERIT,
            paramLabel = "FORMAT",
            description = "One of ${COMPLETION-CANDIDATES}.")
    private Format format = Format.TABLE;

    @Option(
            names = "--columns",
            scope = ScopeType.INHERIT,
            split = ",",
            paramLabel = "NAME",
            description = "Show these columns in a table or in csv.")
    private List<String> columns = List.of();

    @Option(names = "--no-headers", scope = ScopeType.INHERIT, description = "Leave out the titles of columns.")
    private boolean noHeaders;

    @Option(
            names = "--color",
            scope = ScopeType.INHERIT,
            paramLabel = "WHEN",
            description = "Use colours auto (on a terminal), always or never.")
    private Colours colours = Colours.AUTO;

    @Option(names = "--no-color", scope = ScopeType.INHERIT, description = "Never use colours; NO_COLOR does the same.")
    private boolean noColor;

    @Option(
            names = "--time",
            scope = ScopeType.INHERIT,
            paramLabel = "STYLE",
            description = "How tables show times: relative (on a terminal), iso (otherwise), or unix, in seconds.")
    private @Nullable TimeStyle time;

    @Option(
            names = ZoneOption.NAME,
            paramLabel = "ZONE",
            description =
                    "In which zone tables show absolute times, such as Europe/Riga; unless given ROTA_ZONE, else UTC. "
                            + "Shows iso unless --time says otherwise. Where a command has a --zone of its own, put this one "
                            + "before the command.")
    private @Nullable ZoneId zone;

    @Option(
            names = {"-q", "--quiet"},
            scope = ScopeType.INHERIT,
            description = "Print ids and names only, as -o name does.")
    private boolean quiet;

    @Option(
            names = {"-y", "--yes"},
            scope = ScopeType.INHERIT,
            description = "Do it without asking.")
    private boolean yes;

    @Option(
            names = "--reason",
            scope = ScopeType.INHERIT,
            paramLabel = "TEXT",
            description = "Why something is changed, for others to see: kept in the audit. A server may ask for it.")
    private @Nullable String reason;

    @Option(
            names = {"-v", "--verbose"},
            scope = ScopeType.INHERIT,
            description = "Show the stack trace of an error.")
    private boolean verbose;

    @Option(
            names = {"-h", "--help"},
            scope = ScopeType.INHERIT,
            usageHelp = true,
            description = "Show how a command is used.")
    @SuppressWarnings("UnusedVariable")
    private boolean help;

    @Option(
            names = {"-V", "--version"},
            versionHelp = true,
            description = "Show the version.")
    @SuppressWarnings("UnusedVariable")
    private boolean version;

    RotaCommand(Surroundings surroundings, List<JobType<?>> types) {
        this.surroundings = surroundings;
        this.types = types;
    }

    /** How a table shows times. */
    enum TimeStyle {
        RELATIVE,
        ISO,
        UNIX;

        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** When a table has colours. */
    enum Colours {
        AUTO,
        ALWAYS,
        NEVER;

        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    @Override
    public void run() {
        if (spec != null) {
            spec.commandLine().usage(surroundings.streams().out());
        }
    }

    Surroundings surroundings() {
        return surroundings;
    }

    boolean isVerbose() {
        return verbose;
    }

    Format format() {
        return quiet ? Format.NAME : format;
    }

    Printer printer() {
        return printer(surroundings.streams(), true);
    }

    /** A printer to other streams, or for what goes on with what has its titles already. */
    Printer printer(Surroundings.Streams streams, boolean headers) {
        Integer width = streams.terminal() ? surroundings.size("COLUMNS") : null;
        return new Printer(streams, new Printer.Style(format(), usesColours(), headers && !noHeaders, columns, width));
    }

    boolean usesColours() {
        return switch (colours) {
            case ALWAYS -> !noColor;
            case NEVER -> false;
            case AUTO -> surroundings.streams().terminal() && !noColor && surroundings.variable("NO_COLOR") == null;
        };
    }

    TimeStyle timeStyle() {
        if (time != null) {
            return time;
        }
        return surroundings.streams().terminal() && zone == null ? TimeStyle.RELATIVE : TimeStyle.ISO;
    }

    /**
     * The zone of absolute times in tables.
     *
     * @throws CommandFailure if the variable names none
     */
    ZoneId zone() {
        return zone == null ? ZoneOption.ofVariable(surroundings) : zone;
    }

    /** Whether {@code --zone} was given. */
    boolean choosesZone() {
        return zone != null;
    }

    /** How times are shown now, by the clock of the target. CSV is for programs, and gets UTC. */
    Moments moments(Target target) {
        return moments(target.now());
    }

    Moments moments(Instant now) {
        TimeStyle style = timeStyle();
        ZoneId shown = zone();
        return format().isForPeople()
                ? new Moments(now, style, shown)
                : new Moments(now, style == TimeStyle.RELATIVE && format == Format.CSV ? TimeStyle.ISO : style);
    }

    /** The job type that is built into this program; empty if it is none of these. */
    Optional<JobType<?>> type(String name) {
        return types.stream().filter(type -> type.name().equals(name)).findFirst();
    }

    /** Why something is changed; null if nobody says. */
    @Nullable
    String reason() {
        return reason == null || reason.isBlank() ? null : reason.strip();
    }

    /** What {@code --db} says; null if it was not given. */
    @Nullable
    String databaseOption() {
        return db;
    }

    PlaceChoice asked() {
        return new PlaceChoice(db, url, token, context);
    }

    /** What {@code --context} says; null if it was not given. */
    @Nullable
    String contextOption() {
        return context;
    }

    Place.Choice place() {
        return asked().choose(surroundings);
    }

    /**
     * The database that was chosen.
     *
     * @throws CommandFailure if it is a server
     */
    Database database() {
        Place.Choice choice = place();
        if (choice.place() instanceof Database database) {
            return database;
        }
        throw CommandFailure.usage("This command works on a database, and " + choice.origin() + " names the server "
                + choice.place().shown() + ": add --db.");
    }

    /** Runs {@code work} on the place that was chosen, and closes it. */
    int with(Function<Target, Integer> work) {
        try (Target target = surroundings.opener().open(place().place(), surroundings.user(), reason())) {
            return work.apply(target);
        }
    }

    /** Runs {@code work} on the database that was chosen, and closes it. */
    int withStore(Access access, Function<Store, Integer> work) {
        try (Store store = surroundings.opener().store(database(), access)) {
            return work.apply(store);
        }
    }

    /**
     * Asks whether to go on.
     *
     * @param deed what would be done, such as {@code This deletes 3 jobs}
     * @throws CommandFailure if the answer is not yes, or there is nobody to ask
     */
    void confirm(String deed) {
        if (yes) {
            return;
        }
        Surroundings.Streams streams = surroundings.streams();
        if (!streams.terminal()) {
            throw CommandFailure.usage(deed + ": add --yes to do it.");
        }
        streams.err().print(deed + ". Go on? [y/N] ");
        streams.err().flush();
        try {
            String answer = streams.in().readLine();
            if (answer == null || !answer.strip().toLowerCase(Locale.ROOT).matches("y|yes")) {
                throw CommandFailure.usage("Nothing was done.");
            }
        } catch (IOException e) {
            throw new UncheckedIOException("The answer cannot be read", e);
        }
    }
}
