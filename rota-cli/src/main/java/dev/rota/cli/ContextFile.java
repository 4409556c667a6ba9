package dev.rota.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.dataformat.toml.TomlFactory;

/**
 * Where contexts are kept: {@code rota/config.toml} below {@code XDG_CONFIG_HOME}, or below {@code .config} of the user.
 * It holds tokens, so only its owner may read it.
 */
final class ContextFile {
    private static final Set<PosixFilePermission> OWNER = PosixFilePermissions.fromString("rw-------");
    private static final Set<PosixFilePermission> OWNERS_DIRECTORY = PosixFilePermissions.fromString("rwx------");

    private final Path file;

    ContextFile(Path file) {
        this.file = file;
    }

    /** Where it stands for somebody with this environment; empty text for a home is none. */
    static ContextFile of(Surroundings surroundings) {
        String config = surroundings.variable("XDG_CONFIG_HOME");
        String home = surroundings.variable("HOME");
        Path directory = config != null
                ? surroundings.directory().resolve(config)
                : surroundings
                        .directory()
                        .resolve(home == null ? System.getProperty("user.home", "") : home)
                        .resolve(".config");
        return new ContextFile(directory.resolve("rota").resolve("config.toml"));
    }

    Path path() {
        return file;
    }

    /** What it says; nothing if there is none. */
    Contexts read() {
        if (!Files.exists(file)) {
            return Contexts.NONE;
        }
        try {
            Body body = DataReader.body(new TomlFactory(), Files.readString(file));
            Map<String, Contexts.Context> contexts = new LinkedHashMap<>();
            Body named = body.body("contexts");
            if (named != null) {
                for (String name : named.members().keySet()) {
                    contexts.put(name, context(name, named.body(name)));
                }
            }
            return new Contexts(body.text("current"), contexts);
        } catch (IOException e) {
            throw new CommandFailure(ExitCode.FAILED, file + " cannot be read: give this user the right to.", e);
        } catch (JacksonException e) {
            throw new CommandFailure(
                    ExitCode.FAILED,
                    file + " is not TOML: " + e.getOriginalMessage() + ". Mend it, or delete it and log in again.",
                    e);
        }
    }

    private Contexts.Context context(String name, @Nullable Body body) {
        Contexts.Context context = body == null
                ? new Contexts.Context(null, null, null)
                : new Contexts.Context(body.text("url"), body.text("token"), body.text("db"));
        if ((context.url() == null) == (context.db() == null)) {
            throw new CommandFailure(
                    ExitCode.FAILED, file + " has a context " + name + " that is not complete: expected url, or db.");
        }
        return context;
    }

    /** Replaces the file, whole or not at all. */
    void write(Contexts contexts) {
        Shape named = new Shape();
        contexts.byName().forEach((name, context) -> {
            Map<String, @Nullable Object> members = new LinkedHashMap<>();
            put(members, "url", context.url());
            put(members, "token", context.token());
            put(members, "db", context.db());
            named.put(name, new Body(members));
        });
        Map<String, @Nullable Object> members = new LinkedHashMap<>();
        put(members, "current", contexts.current());
        members.put("contexts", named.members());
        String text = DataWriter.write(new TomlFactory(), members);
        Path directory = file.toAbsolutePath().getParent();
        try {
            Files.createDirectories(directory, owners(OWNERS_DIRECTORY));
            Path fresh = Files.createTempFile(directory, "config", ".toml", owners(OWNER));
            Files.writeString(fresh, text);
            Files.move(fresh, file, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw new CommandFailure(
                    ExitCode.FAILED, file + " cannot be written: give this user the right to write there.", e);
        }
    }

    private static void put(Map<String, @Nullable Object> members, String name, @Nullable String value) {
        if (value != null) {
            members.put(name, value);
        }
    }

    /** Windows keeps users' directories apart by itself. */
    private FileAttribute<?>[] owners(Set<PosixFilePermission> permissions) {
        return file.getFileSystem().supportedFileAttributeViews().contains("posix")
                ? new FileAttribute<?>[] {PosixFilePermissions.asFileAttribute(permissions)}
                : new FileAttribute<?>[0];
    }
}
