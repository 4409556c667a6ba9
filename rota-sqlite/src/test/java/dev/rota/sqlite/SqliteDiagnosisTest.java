package dev.rota.sqlite;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rota.jdbc.Session;
import dev.rota.jdbc.Sessions;
import dev.rota.jdbc.Transactions;
import dev.rota.store.Finding;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttributeView;
import java.nio.file.attribute.FileStoreAttributeView;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.InstantSource;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Planted troubles. */
final class SqliteDiagnosisTest {
    @TempDir
    private Path directory = Path.of("");

    private List<String> codes(SqliteSettings settings) {
        try (SqliteStore store = SqliteStore.open(directory.resolve("rota.db"), settings)) {
            store.migrate();
            return store.diagnose().stream().map(Finding::code).toList();
        }
    }

    @Test
    void commits_that_are_not_waited_for_are_told() {
        assertThat(codes(SqliteSettings.DEFAULTS)).doesNotContain("synchronous-not-full");
        assertThat(codes(SqliteSettings.DEFAULTS.synchronous(SqliteSettings.Synchronous.NORMAL)))
                .contains("synchronous-not-full");
    }

    @Test
    void a_file_that_all_may_write_is_told() throws IOException {
        assertThat(codes(SqliteSettings.DEFAULTS)).doesNotContain("writable-by-all");
        Files.setPosixFilePermissions(directory.resolve("rota.db"), PosixFilePermissions.fromString("rw-rw-rw-"));
        assertThat(codes(SqliteSettings.DEFAULTS)).contains("writable-by-all");
    }

    /** What is found through connections that leave the file as it is. */
    private List<String> codesAsItIs() {
        Path file = directory.resolve("rota.db");
        SqliteDialect dialect = new SqliteDialect(file);
        Sessions sessions = new Sessions() {
            @Override
            public Session take(boolean readOnly) throws SQLException {
                return Session.passing(connection(), dialect);
            }

            @Override
            public void giveBack(Session session, boolean readOnly, boolean broken) throws SQLException {
                session.connection().close();
            }
        };
        Database database = new Database(new Transactions(sessions, dialect), InstantSource.system());
        return new SqliteDiagnosis(file, database, SqliteSettings.Synchronous.FULL)
                .find().stream().map(Finding::code).toList();
    }

    private Connection connection() throws SQLException {
        return DriverManager.getConnection("jdbc:sqlite:" + directory.resolve("rota.db"));
    }

    /** By somebody who knows nothing of Rota. */
    private void run(String... statements) throws SQLException {
        try (Connection connection = connection();
                Statement statement = connection.createStatement()) {
            for (String sql : statements) {
                statement.execute(sql);
            }
        }
    }

    @Test
    void another_journal_mode_than_wal_is_grave() throws SQLException {
        codes(SqliteSettings.DEFAULTS);
        assertThat(codesAsItIs()).doesNotContain("no-wal");
        run("pragma journal_mode = delete");
        assertThat(codesAsItIs()).contains("no-wal");
        assertThat(codes(SqliteSettings.DEFAULTS)).doesNotContain("no-wal");
    }

    @Test
    void rows_that_belong_to_nothing_are_grave() throws SQLException {
        codes(SqliteSettings.DEFAULTS);
        run(
                "insert into rota_schedule (name) values ('a')",
                "insert into rota_schedule_definition (schedule, origin, trigger_kind, trigger_text, job_type,"
                        + " job_version, args, queue, priority, max_attempts, tags, missed, overlap, jitter_ms, grace_ms)"
                        + " values ('a', 'code', 'interval', 'PT1H', 't', 1, '{}', 'default', 0, 1, '[]', 'RUN_ONCE',"
                        + " 'SKIP', 0, 0)");
        assertThat(codes(SqliteSettings.DEFAULTS)).doesNotContain("orphaned-rows");
        run("pragma foreign_keys = off", "delete from rota_schedule");
        assertThat(codes(SqliteSettings.DEFAULTS)).contains("orphaned-rows");
    }

    @Test
    void a_file_that_is_mostly_empty_is_told() throws SQLException {
        codes(SqliteSettings.DEFAULTS);
        run("create table ballast (content blob)", "insert into ballast values (zeroblob(70 * 1024 * 1024))");
        assertThat(codes(SqliteSettings.DEFAULTS)).doesNotContain("free-pages");
        run("drop table ballast");
        assertThat(codes(SqliteSettings.DEFAULTS)).contains("free-pages");
    }

    @Test
    void a_log_that_cannot_be_cut_short_is_told() throws IOException {
        try (SqliteStore store = SqliteStore.open(directory.resolve("rota.db"))) {
            store.migrate();
            assertThat(store.diagnose()).extracting(Finding::code).doesNotContain("wal-grown");
            // As long as one that somebody's transaction keeps; empty at its end, so that it takes no room.
            try (RandomAccessFile wal =
                    new RandomAccessFile(directory.resolve("rota.db-wal").toFile(), "rw")) {
                wal.setLength(200L << 20);
            }
            assertThat(store.diagnose()).extracting(Finding::code).contains("wal-grown");
        }
    }

    @Test
    void a_broken_file_is_grave() throws Exception {
        codes(SqliteSettings.DEFAULTS);
        run("pragma wal_checkpoint(truncate)");
        long root;
        try (Connection connection = connection();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("select rootpage, (select page_size from pragma_page_size)"
                        + " as size from sqlite_schema where name = 'rota_flag'")) {
            assertThat(row.next()).isTrue();
            root = (row.getLong("rootpage") - 1) * row.getLong("size");
        }
        try (RandomAccessFile file =
                new RandomAccessFile(directory.resolve("rota.db").toFile(), "rw")) {
            file.seek(root);
            file.write(new byte[] {13, 0, 0, 0, 9, 0, 1, 0});
        }
        assertThat(codes(SqliteSettings.DEFAULTS)).contains("file-broken");
    }

    @Test
    void a_network_file_system_and_a_full_disk_are_grave() throws IOException {
        assertThat(on("ext4", 1L << 40)).isEmpty();
        assertThat(on("nfs4", 1L << 40)).containsExactly("network-file-system ERROR");
        assertThat(on("ext4", 1L << 29)).containsExactly("disk-full WARNING");
        assertThat(on("ext4", 1L << 20)).containsExactly("disk-full ERROR");
    }

    private static List<String> on(String type, long room) throws IOException {
        return SqliteDiagnosis.fileSystem(new Disk(type, room)).stream()
                .map(finding -> finding.code() + " " + finding.severity())
                .toList();
    }

    /** A disk of some kind with some room. */
    private static final class Disk extends FileStore {
        private final String type;
        private final long room;

        Disk(String type, long room) {
            this.type = type;
            this.room = room;
        }

        @Override
        public String name() {
            return "disk";
        }

        @Override
        public String type() {
            return type;
        }

        @Override
        public boolean isReadOnly() {
            return false;
        }

        @Override
        public long getTotalSpace() {
            return room;
        }

        @Override
        public long getUsableSpace() {
            return room;
        }

        @Override
        public long getUnallocatedSpace() {
            return room;
        }

        @Override
        public boolean supportsFileAttributeView(Class<? extends FileAttributeView> view) {
            return false;
        }

        @Override
        public boolean supportsFileAttributeView(String name) {
            return false;
        }

        @Override
        public <V extends FileStoreAttributeView> V getFileStoreAttributeView(Class<V> view) {
            throw new UnsupportedOperationException();
        }

        @Override
        public Object getAttribute(String attribute) {
            throw new UnsupportedOperationException(attribute);
        }
    }
}
