package dev.rota.server;

import dev.rota.cli.CommandFailure;
import dev.rota.cli.ExitCode;
import dev.rota.cli.Host;
import dev.rota.console.AuditLog.Act;
import dev.rota.console.AuditLog.Via;
import dev.rota.console.ConsoleStore;
import dev.rota.console.Role;
import dev.rota.console.UserStore;
import dev.rota.console.UserStore.User;
import dev.rota.store.Store;
import dev.rota.web.PasswordHash;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code rota user}. */
@Command(
        name = "user",
        description =
                "Makes, lists and disables those who log in to rota server. Passwords are asked for, or read from the "
                        + "standard input.")
final class UserCommand {
    private final Host host;

    UserCommand(Host host) {
        this.host = host;
    }

    @Command(name = "add", description = "Makes a user.")
    int add(
            @Parameters(paramLabel = "NAME") String name,
            @Option(
                            names = "--role",
                            paramLabel = "ROLE",
                            defaultValue = "VIEWER",
                            description = "One of ${COMPLETION-CANDIDATES}; VIEWER unless given.")
                    Role role) {
        String hash = hash(host.readSecret("Password"));
        return with(console -> {
            Optional<User> made;
            try {
                made = console.users().create(name, hash, role);
            } catch (IllegalArgumentException e) {
                throw new CommandFailure(ExitCode.USAGE, e.getMessage() + ".", e);
            }
            if (made.isEmpty()) {
                throw new CommandFailure(ExitCode.CONFLICT, "There is a user " + name + ": choose another name.");
            }
            audit(console, "user.create", name);
            host.say("User " + name + " may log in as " + role.name().toLowerCase(Locale.ROOT) + ".");
            return ExitCode.DONE;
        });
    }

    @Command(name = "list", description = "Lists users by name.")
    int list() {
        return with(console -> {
            List<Map<String, @Nullable Object>> rows = console.users().list().stream()
                    .map(user -> {
                        Map<String, @Nullable Object> row = new LinkedHashMap<>();
                        row.put("name", user.name());
                        row.put("role", user.role().name().toLowerCase(Locale.ROOT));
                        row.put("disabled", user.disabled());
                        row.put("created", user.createdAt());
                        row.put("login", user.lastLoginAt());
                        return row;
                    })
                    .toList();
            host.list("There is no user: make one with rota user add.", rows);
            return ExitCode.DONE;
        });
    }

    @Command(name = "disable", description = "Lets a user in no more, and ends all sessions.")
    int disable(@Parameters(paramLabel = "NAME") String name) {
        return with(console -> {
            UserStore.Outcome outcome = console.users().disable(name);
            if (outcome == UserStore.Outcome.LAST_ADMIN) {
                throw new CommandFailure(
                        ExitCode.CONFLICT, name + " is the last administrator: make another one first.");
            }
            return done(console, outcome == UserStore.Outcome.DONE, "user.disable", name, " is disabled.");
        });
    }

    @Command(name = "enable", description = "Lets a disabled user in again.")
    int enable(@Parameters(paramLabel = "NAME") String name) {
        return with(console -> done(console, console.users().enable(name), "user.enable", name, " may log in again."));
    }

    @Command(name = "passwd", description = "Sets the password of a user, and ends all sessions.")
    int password(@Parameters(paramLabel = "NAME") String name) {
        String hash = hash(host.readSecret("Password"));
        return with(console -> done(
                console, console.users().changePassword(name, hash), "user.password", name, " has a new password."));
    }

    private int done(ConsoleStore console, boolean known, String action, String name, String what) {
        if (!known) {
            throw CommandFailure.notFound("There is no user " + name + ": see rota user list.");
        }
        audit(console, action, name);
        host.say("User " + name + what);
        return ExitCode.DONE;
    }

    private static String hash(String password) {
        try {
            return PasswordHash.of(password);
        } catch (IllegalArgumentException e) {
            throw new CommandFailure(ExitCode.USAGE, e.getMessage() + ".", e);
        }
    }

    private void audit(ConsoleStore console, String action, String name) {
        console.audit().append(Act.of(host.user(), Via.CLI, action).target("user:" + name));
    }

    private int with(Function<ConsoleStore, Integer> work) {
        if (host.isServer()) {
            throw CommandFailure.usage("Users are made in the database, and commands work on a server here: add --db.");
        }
        try (Store store = host.openStore(host.databaseToMake(null), 2)) {
            store.migrate();
            return work.apply(store.console());
        }
    }
}
