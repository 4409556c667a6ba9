package dev.rota.cli;

import dev.rota.cli.TargetOpener.Access;
import dev.rota.sqlite.SqliteStore;
import dev.rota.store.Finding;
import dev.rota.store.Store;
import dev.rota.store.Store.Migration;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code rota db}. */
@Command(name = "db", description = "Makes and updates the tables, and says of which version they are.")
final class DbCommand {
    private final RotaCommand rota;

    DbCommand(RotaCommand rota) {
        this.rota = rota;
    }

    @Command(
            name = "migrate",
            description = "Brings the tables to the version of this program; makes a SQLite file that is not there.")
    int migrate(
            @Option(names = "--print", description = "Only print the statements for an empty database; open nothing.")
                    boolean print,
            @Option(
                            names = "--dry-run",
                            description = "Only print the statements that this database lacks; change nothing.")
                    boolean dryRun) {
        if (print) {
            print(rota.surroundings().opener().migrations(rota.database()));
            return ExitCode.DONE;
        }
        if (dryRun) {
            return showMissing();
        }
        return rota.withStore(Access.MIGRATE, store -> {
            int before = store.version();
            store.migrate();
            int after = store.version();
            Printer printer = rota.printer();
            printer.one(
                    Integer.toString(after),
                    new Shape()
                            .put("versionBefore", before)
                            .put("version", after)
                            .body(),
                    () -> printer.say(
                            before == after
                                    ? "The tables are of version " + after + " already: nothing was done."
                                    : "The tables are of version " + after + " now, they were of version " + before
                                            + "."));
            return ExitCode.DONE;
        });
    }

    private int showMissing() {
        Database database = rota.database();
        List<Migration> all = rota.surroundings().opener().migrations(database);
        int before = database instanceof Database.SqliteFile file && !isThere(file)
                ? 0
                : rota.withStore(Access.INSPECT, Store::version);
        List<Migration> missing =
                all.stream().filter(step -> step.version() > before).toList();
        print(missing);
        rota.printer()
                .note(
                        missing.isEmpty()
                                ? "The tables are of version " + words(before, all.size()) + ": there is nothing to do."
                                : "The tables are " + (before == 0 ? "not there yet" : "of version " + before)
                                        + ". Nothing was done: without --dry-run "
                                        + Words.counted(missing.size(), "step")
                                        + " would be.");
        return ExitCode.DONE;
    }

    private static boolean isThere(Database.SqliteFile database) {
        try {
            return Files.exists(database.file()) && Files.size(database.file()) > 0;
        } catch (IOException e) {
            throw new CommandFailure(
                    ExitCode.UNREACHABLE,
                    database.file() + " cannot be read: give this user the right to read and write it.",
                    e);
        }
    }

    private void print(List<Migration> steps) {
        Printer printer = rota.printer();
        if (!printer.format().isForPeople()) {
            printer.list(
                    Listing.<Migration>of("", Migration::version, DbCommand::shape)
                            .column("VERSION", step -> Cell.of(step.version()))
                            .column("NAME", step -> Cell.of(step.name())),
                    steps);
        }
        for (Migration step : steps) {
            printer.say("-- Version " + step.version() + ": " + step.name());
            printer.say(step.sql().stripTrailing());
        }
    }

    @Command(
            name = "doctor",
            description = "Looks for what endangers jobs or holds them up; ends with 1 if it finds something grave.")
    int doctor() {
        return rota.withStore(Access.INSPECT, store -> {
            List<Finding> findings = new Doctor(store, rota.surroundings().clock()).find();
            Printer printer = rota.printer();
            if (printer.format().isForPeople() && !findings.isEmpty()) {
                findings.forEach(finding -> tell(printer, finding));
            } else {
                printer.list(
                        findingsListing(),
                        Body.ofItems(findings.stream().map(DbCommand::body).toList()));
            }
            boolean grave = findings.stream().anyMatch(finding -> finding.severity() == Finding.Severity.ERROR);
            return grave ? ExitCode.FAILED : ExitCode.DONE;
        });
    }

    private static void tell(Printer printer, Finding finding) {
        Cell.Tone tone = switch (finding.severity()) {
            case ERROR -> Cell.Tone.BAD;
            case WARNING -> Cell.Tone.WARNING;
            case INFO -> Cell.Tone.QUIET;
        };
        printer.say(printer.paint(new Cell(Words.of(finding.severity()) + ":", tone)) + " "
                + Cell.printable(finding.found()) + " [" + finding.code() + "]");
        printer.say("  " + finding.matters());
        printer.say("  " + Cell.printable(finding.remedy()));
    }

    private static Listing<Body> findingsListing() {
        return Listing.<Body>of("Nothing was found that needs care.", body -> body.text("code"), body -> body)
                .column("SEVERITY", body -> Cell.of(body.text("severity")))
                .column("CODE", body -> Cell.of(body.text("code")))
                .column("FOUND", body -> Cell.of(body.text("found")))
                .column("MATTERS", body -> Cell.of(body.text("matters")))
                .column("REMEDY", body -> Cell.of(body.text("remedy")));
    }

    private static Body body(Finding finding) {
        return new Shape()
                .put("severity", finding.severity())
                .put("code", finding.code())
                .put("found", finding.found())
                .put("matters", finding.matters())
                .put("remedy", finding.remedy())
                .body();
    }

    @Command(
            name = "info",
            aliases = "status",
            description = "Says what the database is, and of which version its tables are.")
    int info() {
        return rota.withStore(Access.INSPECT, store -> {
            int version = store.version();
            int known = store.migrations().size();
            Printer printer = rota.printer();
            Body shape = new Shape()
                    .put("database", store.describe())
                    .put("version", version)
                    .put("knownVersion", known)
                    .body();
            printer.one(store.describe(), shape, () -> {
                printer.rows(List.of(
                        List.of(new Cell("Database", Cell.Tone.TITLE), Cell.of(store.describe())),
                        List.of(new Cell("Version", Cell.Tone.TITLE), Cell.of(words(version, known)))));
            });
            return ExitCode.DONE;
        });
    }

    @Command(
            name = "backup",
            description = "Copies a SQLite database into a file that is not there yet, while programs work on it; "
                    + "of PostgreSQL it says which command does.")
    int backup(@Parameters(paramLabel = "FILE") String name) {
        Database database = rota.database();
        if (database instanceof Database.Postgres postgres) {
            throw CommandFailure.usage("PostgreSQL is copied by its own tool: "
                    + postgres.dumpCommand(rota.surroundings().variable("ROTA_DB_USER"), name));
        }
        Path copy = rota.surroundings().directory().resolve(name);
        return rota.withStore(Access.INSPECT, store -> {
            long bytes = ((SqliteStore) store).backup(copy);
            Printer printer = rota.printer();
            printer.one(
                    copy.toString(),
                    new Shape()
                            .put("file", copy.toString())
                            .put("bytes", bytes)
                            .put("version", store.version())
                            .body(),
                    () -> printer.say("The database is copied to " + copy + ": " + bytes + " bytes, checked."));
            return ExitCode.DONE;
        });
    }

    private static String words(int version, int known) {
        if (version == 0) {
            return "no tables yet: rota db migrate makes them";
        }
        if (version == known) {
            return version + ", as this program needs it";
        }
        return version < known
                ? version + ", older than the " + known + " this program needs: rota db migrate updates it"
                : version + ", newer than the " + known + " this program knows: use a newer Rota";
    }

    private static Body shape(Migration step) {
        return new Shape()
                .put("version", step.version())
                .put("name", step.name())
                .put("sql", step.sql())
                .body();
    }
}
