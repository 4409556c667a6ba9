package dev.rota.demo;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.Set;

/**
 * What the systems of a demonstration sign bearer tokens with. It is made once and kept in the demonstration's directory,
 * readable by its owner alone, so that a token that a command issues counts in the program that runs beside it. Each system
 * adds its name.
 */
final class DemoSecret {
    private static final String FILE = "secret";
    private static final int BYTES = 32;

    private DemoSecret() {}

    /**
     * The secret of a directory, at least 32 characters.
     *
     * @throws DemoException if the file is there and holds none
     */
    static String in(Path directory) throws IOException {
        Path file = directory.resolve(FILE);
        if (!Files.exists(file)) {
            make(file);
        }
        String secret = Files.readString(file).strip();
        if (secret.length() < BYTES) {
            throw new DemoException(
                    "The secret in " + file + " is too short, expected at least " + BYTES
                            + " characters: delete the file, and another is made",
                    null);
        }
        return secret;
    }

    /** Written aside and then given its name, so that nobody reads half of it. */
    private static void make(Path file) throws IOException {
        byte[] bytes = new byte[BYTES];
        new SecureRandom().nextBytes(bytes);
        Path draft = Files.createTempFile(file.getParent(), FILE, ".tmp", ownersOnly());
        try {
            Files.writeString(draft, HexFormat.of().formatHex(bytes), StandardCharsets.UTF_8, StandardOpenOption.WRITE);
            Files.move(draft, file);
        } catch (FileAlreadyExistsException made) {
            // By another process meanwhile: that one counts.
            return;
        } finally {
            Files.deleteIfExists(draft);
        }
    }

    /** Where the file system knows owners. */
    private static FileAttribute<?>[] ownersOnly() {
        Set<String> views = FileSystems.getDefault().supportedFileAttributeViews();
        return views.contains("posix")
                ? new FileAttribute<?>[] {
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"))
                }
                : new FileAttribute<?>[0];
    }
}
