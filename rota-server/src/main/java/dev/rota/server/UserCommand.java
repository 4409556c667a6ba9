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
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code rota user}. */
@Command(
        name = "user",
        description =
                "Makes, lists, changes and deletes those who log in to rota server. Passwords are asked for, or read from the "
                        + "standard input.")
final class UserCommand {
    private static final List<String> COLUMNS = List.of("name", "role", "disabled", "created", "login");

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
        return with(host::makeStore, console -> {
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
            host.say("User " + name + " may log in as " + word(role) + ".");
            warnWithoutAdmin(console, name);
            return ExitCode.DONE;
        });
    }

    @Command(name = "list", description = "Lists users by name.")
    int list() {
        return with(console -> {
            host.list(
                    "There is no user: make one with rota user add.",
                    COLUMNS,
                    console.users().list().stream().map(UserCommand::item).toList(),
                    UserCommand::row);
            return ExitCode.DONE;
        });
    }

    /** As a server tells it. */
    private static Map<String, @Nullable Object> item(User user) {
        Map<String, @Nullable Object> item = new LinkedHashMap<>();
        item.put("name", user.name());
        item.put("role", word(user.role()));
        item.put("disabled", user.disabled());
        item.put("createdAt", user.createdAt());
        item.put("lastLoginAt", user.lastLoginAt());
        item.put("invitation", null);
        return item;
    }

    private static Map<String, @Nullable Object> row(Map<String, @Nullable Object> user) {
        Map<String, @Nullable Object> row = new LinkedHashMap<>();
        row.put("name", user.get("name"));
        row.put("role", user.get("role"));
        row.put("disabled", user.get("disabled"));
        row.put("created", user.get("createdAt"));
        row.put("login", user.get("lastLoginAt"));
        return row;
    }

    @Command(name = "role", description = "Gives a user another role, and ends all sessions.")
    int role(
            @Parameters(paramLabel = "NAME") String name,
            @Parameters(paramLabel = "ROLE", description = "One of ${COMPLETION-CANDIDATES}.") Role role) {
        return with(console -> {
            User before = console.users().find(name).orElseThrow(() -> unknown(name));
            if (before.role() == role) {
                host.say("User " + before.name() + " is " + word(role) + " already.");
                return ExitCode.DONE;
            }
            requireDone(console.users().changeRole(name, role), before.name());
            append(console, "user.role", before.name(), json(before.role()), json(role));
            host.say("User " + before.name() + " is " + word(role) + " now.");
            warnWithoutAdmin(console, before.name());
            return ExitCode.DONE;
        });
    }

    @Command(name = "delete", description = "Deletes a user with all sessions; the tokens stay (rota token revoke).")
    int delete(@Parameters(paramLabel = "NAME") String name) {
        return with(console -> {
            User before = console.users().find(name).orElseThrow(() -> unknown(name));
            host.confirm("This deletes user " + before.name());
            requireDone(console.users().delete(name), before.name());
            append(console, "user.delete", before.name(), json(before.role()), null);
            host.say("User " + before.name() + " is deleted.");
            return ExitCode.DONE;
        });
    }

    @Command(name = "disable", description = "Lets a user in no more, and ends all sessions.")
    int disable(@Parameters(paramLabel = "NAME") String name) {
        return with(console -> {
            requireDone(console.users().disable(name), name);
            return done(console, true, "user.disable", name, " is disabled.");
        });
    }

    @Command(name = "enable", description = "Lets a disabled user in again.")
    int enable(@Parameters(paramLabel = "NAME") String name) {
        return with(console -> {
            done(console, console.users().enable(name), "user.enable", name, " may log in again.");
            warnWithoutAdmin(console, name);
            return ExitCode.DONE;
        });
    }

    @Command(name = "passwd", description = "Sets the password of a user, and ends all sessions.")
    int password(@Parameters(paramLabel = "NAME") String name) {
        String hash = hash(host.readSecret("Password"));
        return with(console -> done(
                console, console.users().changePassword(name, hash), "user.password", name, " has a new password."));
    }

    private int done(ConsoleStore console, boolean known, String action, String name, String what) {
        if (!known) {
            throw unknown(name);
        }
        audit(console, action, name);
        host.say("User " + name + what);
        return ExitCode.DONE;
    }

    private static CommandFailure unknown(String name) {
        return CommandFailure.notFound("There is no user " + name + ": see rota user list.");
    }

    private static void requireDone(UserStore.Outcome outcome, String name) {
        if (outcome == UserStore.Outcome.LAST_ADMIN) {
            throw new CommandFailure(ExitCode.CONFLICT, name + " is the last administrator: make another one first.");
        }
        if (outcome == UserStore.Outcome.NOT_FOUND) {
            throw unknown(name);
        }
    }

    /** As soon as there is a user, nobody gets in without login, from this machine either. */
    private void warnWithoutAdmin(ConsoleStore console, String name) {
        boolean governed =
                console.users().list().stream().anyMatch(user -> user.role() == Role.ADMIN && !user.disabled());
        if (!governed) {
            host.err()
                    .println("rota: Nobody who may log in is admin, and from now on everybody must log in, on this "
                            + "machine too: make one with rota user role " + name + " admin.");
        }
    }

    private static String word(Role role) {
        return role.name().toLowerCase(Locale.ROOT);
    }

    private static String json(Role role) {
        return "{\"role\":\"" + word(role) + "\"}";
    }

    private static String hash(String password) {
        try {
            return PasswordHash.of(password);
        } catch (IllegalArgumentException e) {
            throw new CommandFailure(ExitCode.USAGE, e.getMessage() + ".", e);
        }
    }

    private void audit(ConsoleStore console, String action, String name) {
        append(console, action, name, null, null);
    }

    private void append(
            ConsoleStore console, String action, String name, @Nullable String before, @Nullable String after) {
        console.audit()
                .append(Act.of(host.user(), Via.CLI, action)
                        .target("user:" + name)
                        .change(before, after)
                        .reason(host.reason()));
    }

    private int with(Function<ConsoleStore, Integer> work) {
        return with(host::openStore, work);
    }

    private int with(Supplier<Store> opened, Function<ConsoleStore, Integer> work) {
        if (host.isServer()) {
            throw CommandFailure.usage("Users are made in the database, and commands work on a server here: add --db.");
        }
        try (Store store = opened.get()) {
            return work.apply(store.console());
        }
    }
}
