package dev.rota.sqlite;

import dev.rota.jdbc.Overdue;
import dev.rota.jdbc.Session;
import dev.rota.jdbc.Sql;
import dev.rota.store.Finding;
import dev.rota.store.JobStore;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** Finds what holds up or endangers a SQLite file. Its statements read pragmas, which no other store has. */
final class SqliteDiagnosis {
    private static final long MIB = 1 << 20;
    private static final long LARGE_WAL = 128 * MIB;
    private static final long LITTLE_ROOM = 1024 * MIB;
    private static final long HARDLY_ANY_ROOM = 64 * MIB;
    /** Larger ones are not read as a whole. */
    private static final long SOON_READ = 256 * MIB;

    private static final Set<String> NETWORK = Set.of(
            "nfs",
            "nfs4",
            "cifs",
            "smb",
            "smb2",
            "smb3",
            "smbfs",
            "afs",
            "ncpfs",
            "9p",
            "ceph",
            "glusterfs",
            "lustre",
            "fuse.sshfs",
            "fuse.s3fs",
            "fuse.glusterfs",
            "davfs",
            "webdav",
            "afpfs");

    private static final Sql JOURNAL = Sql.of("select journal_mode as mode from pragma_journal_mode()");

    private static final Sql PAGES = Sql.of("""
            select p.page_count as pages, s.page_size as size, f.freelist_count as free
            from pragma_page_count() p cross join pragma_page_size() s cross join pragma_freelist_count() f""");

    private static final Sql ORPHANS = Sql.of("""
            select "table" as name, count(*) as orphans from pragma_foreign_key_check() group by 1 order by 1 limit 5""");

    private static final Sql CHECK = Sql.of("select quick_check as said from pragma_quick_check limit 1");

    private final Path file;
    private final Database database;
    private final SqliteSettings.Synchronous synchronous;
    private final List<Finding> findings = new ArrayList<>();

    SqliteDiagnosis(Path file, Database database, SqliteSettings.Synchronous synchronous) {
        this.file = file;
        this.database = database;
        this.synchronous = synchronous;
    }

    List<Finding> find() {
        try {
            if (synchronous != SqliteSettings.Synchronous.FULL) {
                findings.add(Finding.warning(
                        "synchronous-not-full",
                        "Commits are not waited for: synchronous is " + synchronous + ", expected FULL.",
                        "When the power fails, jobs of the last moments are lost though they were committed.",
                        "Leave synchronous out of the settings."));
            }
            database.read(session -> {
                inside(session);
                return true;
            });
            findings.addAll(fileSystem(Files.getFileStore(file)));
            files();
            return List.copyOf(findings);
        } catch (IOException e) {
            throw new UncheckedIOException("The file system of " + file + " cannot be read", e);
        }
    }

    /** What changes from hour to hour, without reading what is in the file. */
    List<Finding> glance(JobStore.Retention retention) {
        Instant now = database.now();
        try {
            findings.addAll(fileSystem(Files.getFileStore(file)));
            log();
        } catch (IOException e) {
            throw new UncheckedIOException("The file system of " + file + " cannot be read", e);
        }
        database
                .read(session -> session.statement(SqliteStatements.OLDEST_HISTORY)
                        .set("before", Overdue.before(now, retention.history()))
                        .list(row -> row.instant("finished_at")))
                .stream()
                .findFirst()
                .flatMap(oldest -> Overdue.finding(oldest, now, retention.history()))
                .ifPresent(findings::add);
        return List.copyOf(findings);
    }

    private void inside(Session session) throws SQLException {
        String mode = session.statement(JOURNAL).one(row -> row.text("mode"));
        if (!mode.equals("wal")) {
            findings.add(Finding.error(
                    "no-wal",
                    "The journal mode is " + mode + ", expected wal.",
                    "Readers and writers keep each other waiting.",
                    "Run: pragma journal_mode = wal, while no program uses the file."));
        }
        session.statement(PAGES)
                .list(row -> pages(session, row.number("pages"), row.number("size"), row.number("free")));
    }

    private boolean pages(Session session, long pages, long size, long free) throws SQLException {
        if (free * 2 > pages && free * size > 64 * MIB) {
            findings.add(Finding.info(
                    "free-pages",
                    free * size / MIB + " of " + pages * size / MIB + " MiB of the file are free.",
                    "They are used again, but not given back to the disk.",
                    "Run: vacuum, while no program uses the file."));
        }
        if (pages * size <= SOON_READ) {
            session.statement(ORPHANS)
                    .list(row -> findings.add(Finding.error(
                            "orphaned-rows",
                            row.number("orphans") + " rows of " + row.text("name")
                                    + " belong to rows that are not there.",
                            "Somebody has deleted rows behind Rota's back.",
                            "Take the last backup, or ask for help with what is missing.")));
            String said = session.statement(CHECK).one(row -> row.text("said"));
            if (!said.equals("ok")) {
                findings.add(
                        Finding.error(
                                "file-broken",
                                "SQLite says of the file: "
                                        + said.lines().findFirst().orElse("") + ".",
                                "What is written to a broken file may be lost.",
                                "Stop all programs that use it, and take the last backup; sqlite3's .recover saves what it can."));
            }
        }
        return true;
    }

    /** What the file stands on. */
    static List<Finding> fileSystem(FileStore store) throws IOException {
        List<Finding> findings = new ArrayList<>();
        String type = store.type().toLowerCase(Locale.ROOT);
        if (NETWORK.contains(type)) {
            findings.add(Finding.error(
                    "network-file-system",
                    "The file is on a network file system, " + type + ".",
                    "Its locks are not those that SQLite needs: two machines may break the file.",
                    "Move it to a disk of this machine, or use PostgreSQL for several machines."));
        }
        long room = store.getUsableSpace();
        if (room < LITTLE_ROOM) {
            String found = "The disk of the file has " + room / MIB + " MiB left.";
            String matters = "When it is full no job can be enqueued or finished.";
            String remedy = "Make room, or shorten retention.";
            findings.add(
                    room < HARDLY_ANY_ROOM
                            ? Finding.error("disk-full", found, matters, remedy)
                            : Finding.warning("disk-full", found, matters, remedy));
        }
        return findings;
    }

    private void files() throws IOException {
        log();
        if (file.getFileSystem().supportedFileAttributeViews().contains("posix")
                && Files.getPosixFilePermissions(file).contains(PosixFilePermission.OTHERS_WRITE)) {
            findings.add(Finding.warning(
                    "writable-by-all",
                    "Every user of this machine may write to the file.",
                    "Whoever writes to it decides what your workers run.",
                    "chmod o-rw the file and what stands beside it."));
        }
    }

    private void log() throws IOException {
        Path wal = file.resolveSibling(file.getFileName() + "-wal");
        long bytes = Files.exists(wal) ? Files.size(wal) : 0;
        if (bytes > LARGE_WAL) {
            findings.add(Finding.warning(
                    "wal-grown",
                    "The write-ahead log beside the file has " + bytes / MIB + " MiB.",
                    "Some program reads for so long that it cannot be cleaned: reading becomes slower, and the disk fuller.",
                    "Look for a program with an open transaction on the file, and end it."));
        }
    }
}
