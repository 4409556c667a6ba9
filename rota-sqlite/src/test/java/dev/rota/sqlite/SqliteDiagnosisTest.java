package dev.rota.sqlite;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rota.store.Finding;
import java.io.IOException;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttributeView;
import java.nio.file.attribute.FileStoreAttributeView;
import java.nio.file.attribute.PosixFilePermissions;
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
