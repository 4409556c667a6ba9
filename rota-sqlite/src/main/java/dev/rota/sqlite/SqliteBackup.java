package dev.rota.sqlite;

import dev.rota.store.StoreException;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Properties;
import org.jspecify.annotations.Nullable;
import org.sqlite.JDBC;

/**
 * Copies a database into another file, as it was at one moment. SQLite reads one snapshot and writes it out anew, so that
 * nobody who works on the database has to wait, and what is in its log belongs to the copy. The copy appears under its
 * name only when it is whole, was checked and is on the disk.
 */
final class SqliteBackup {
    private final Path file;

    SqliteBackup(Path file) {
        this.file = file;
    }

    /**
     * Copies it.
     *
     * @return how many bytes the copy has
     * @throws StoreException if there is such a file, it cannot be written, or the copy is not sound
     */
    long to(Path copy) {
        if (Files.exists(copy)) {
            throw taken(copy, null);
        }
        Path absolute = copy.toAbsolutePath();
        Path directory = absolute.getParent() == null ? absolute : absolute.getParent();
        Path part = null;
        try {
            // Made readable for its owner alone: the copy holds what is secret, as the database does.
            part = Files.createTempFile(directory, absolute.getFileName() + ".", ".part");
            write(part);
            check(part);
            try (FileChannel channel = FileChannel.open(part, StandardOpenOption.WRITE)) {
                channel.force(true);
            }
            Files.move(part, absolute);
            return Files.size(absolute);
        } catch (FileAlreadyExistsException e) {
            throw taken(copy, e);
        } catch (NoSuchFileException e) {
            throw new StoreException("The directory of " + copy + " is not there: make it first", e, false);
        } catch (IOException e) {
            throw new StoreException("The copy " + copy + " cannot be written (" + e.getMessage() + ")", e, false);
        } catch (SQLException e) {
            throw new StoreException(
                    "The database cannot be copied to " + copy + " (" + e.getMessage() + ")", e, false);
        } finally {
            delete(part);
        }
    }

    private static StoreException taken(Path copy, @Nullable Exception cause) {
        return new StoreException(copy + " is there already: name a file that is not there yet", cause, false);
    }

    private void write(Path part) throws SQLException {
        try (Connection connection = JDBC.createConnection(JDBC.PREFIX + file, new Properties());
                PreparedStatement vacuum = connection.prepareStatement("vacuum into ?")) {
            vacuum.setString(1, part.toString());
            vacuum.execute();
        }
    }

    private static void check(Path part) throws SQLException {
        try (Connection connection = JDBC.createConnection(JDBC.PREFIX + part, new Properties());
                Statement statement = connection.createStatement();
                ResultSet said = statement.executeQuery("pragma integrity_check(1)")) {
            String first = said.next() ? said.getString(1) : "nothing";
            if (!first.equals("ok")) {
                throw new SQLException("the copy is not sound: " + first);
            }
        }
    }

    private static void delete(@Nullable Path part) {
        try {
            if (part != null) {
                Files.deleteIfExists(part);
            }
        } catch (IOException e) {
            throw new StoreException("The unfinished copy " + part + " cannot be deleted: delete it", e, false);
        }
    }
}
