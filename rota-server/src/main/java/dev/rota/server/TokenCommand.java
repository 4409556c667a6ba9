package dev.rota.server;

import dev.rota.cli.CommandFailure;
import dev.rota.cli.ExitCode;
import dev.rota.cli.Host;
import dev.rota.console.AuditLog.Act;
import dev.rota.console.AuditLog.Via;
import dev.rota.console.ConsoleStore;
import dev.rota.console.Role;
import dev.rota.console.Scope;
import dev.rota.console.TokenStore.NewToken;
import dev.rota.console.TokenStore.Token;
import dev.rota.store.Store;
import dev.rota.web.ApiTokens;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code rota token}. */
@Command(name = "token", description = "Makes, lists and revokes tokens that programs call REST with.")
final class TokenCommand {
    private static final List<String> COLUMNS = List.of("id", "name", "role", "scopes", "works", "expires", "used");

    private final Host host;

    TokenCommand(Host host) {
        this.host = host;
    }

    @Command(name = "create", description = "Makes a token, and prints its secret, this once.")
    int create(
            @Parameters(
                            paramLabel = "NAME",
                            arity = "0..1",
                            description = "For people to know it by; the name of whoever makes it unless given.")
                    @Nullable
                    String given,
            @Option(
                            names = "--role",
                            paramLabel = "ROLE",
                            defaultValue = "VIEWER",
                            description =
                                    "What it may do at the most: one of ${COMPLETION-CANDIDATES}; VIEWER unless given.")
                    Role role,
            @Option(
                            names = "--scope",
                            paramLabel = "SCOPE",
                            split = ",",
                            description = "Only this, such as jobs:read; all that the role may unless given.")
                    @Nullable
                    List<String> scopes,
            @Option(names = "--expires", paramLabel = "TIME", description = "After that it works no more, such as 90d.")
                    @Nullable
                    String expires) {
        Set<String> wanted = checked(scopes == null ? List.of() : scopes, role);
        String name = given == null ? host.user() : given;
        if (host.isServer()) {
            return createOnServer(name, wanted, role, expires);
        }
        String secret = ApiTokens.random();
        return with(host::makeStore, (console, now) -> {
            Token token;
            try {
                token = console.tokens()
                        .create(new NewToken(
                                name,
                                ApiTokens.hash(secret),
                                wanted,
                                role,
                                host.user(),
                                expires == null ? null : Host.duration("--expires", expires)));
            } catch (IllegalArgumentException e) {
                throw new CommandFailure(ExitCode.USAGE, e.getMessage() + ".", e);
            }
            append(console, "token.create", token.id());
            return tell(token.id(), secret);
        });
    }

    private int createOnServer(String name, Set<String> scopes, Role role, @Nullable String expires) {
        Map<String, @Nullable Object> body = new LinkedHashMap<>();
        body.put("name", name);
        body.put("role", role.name().toLowerCase(Locale.ROOT));
        body.put("scopes", List.copyOf(scopes));
        if (expires != null) {
            body.put("expiresIn", Host.duration("--expires", expires).toString());
        }
        Map<String, @Nullable Object> made = host.send("POST", "/tokens", body);
        return tell(made.get("id"), String.valueOf(made.get("token")));
    }

    private int tell(@Nullable Object id, String secret) {
        host.err().println("Token " + id + " is made. Keep it well: it is shown this once.");
        host.out().println(secret);
        return ExitCode.DONE;
    }

    private static Set<String> checked(List<String> scopes, Role role) {
        Set<String> wanted = new TreeSet<>();
        for (String text : scopes) {
            Scope scope = Scope.of(text.strip())
                    .orElseThrow(() -> CommandFailure.usage(
                            "--scope has \"" + text + "\": expected such as jobs:read or schedules:run."));
            if (!role.scopes().contains(scope)) {
                throw CommandFailure.usage("--scope " + scope.text() + " is more than the role "
                        + role.name().toLowerCase(Locale.ROOT) + " may: name a higher one with --role.");
            }
            wanted.add(scope.text());
        }
        return wanted;
    }

    @Command(name = "list", description = "Lists tokens, the newest first; never their secrets.")
    int list() {
        if (host.isServer()) {
            return show(items(host.send("GET", "/tokens", null)));
        }
        return with((console, now) ->
                show(console.tokens().list().stream().map(TokenCommand::item).toList()));
    }

    private int show(List<Map<String, @Nullable Object>> items) {
        host.list("There is no token: make one with rota token create.", COLUMNS, items, this::row);
        return ExitCode.DONE;
    }

    private static List<Map<String, @Nullable Object>> items(Map<String, @Nullable Object> answer) {
        List<Map<String, @Nullable Object>> tokens = new ArrayList<>();
        if (answer.get("items") instanceof List<?> items) {
            for (Object item : items) {
                if (item instanceof Map<?, ?> members) {
                    Map<String, @Nullable Object> token = new LinkedHashMap<>();
                    members.forEach((name, value) -> token.put(String.valueOf(name), value));
                    tokens.add(token);
                }
            }
        }
        return tokens;
    }

    /** As a server tells it. */
    private static Map<String, @Nullable Object> item(Token token) {
        Map<String, @Nullable Object> item = new LinkedHashMap<>();
        item.put("id", token.id());
        item.put("name", token.name());
        item.put("role", token.role().name().toLowerCase(Locale.ROOT));
        item.put("scopes", List.copyOf(new TreeSet<>(token.scopes())));
        item.put("createdBy", token.createdBy());
        item.put("createdAt", token.createdAt());
        item.put("expiresAt", token.expiresAt());
        item.put("lastUsedAt", token.lastUsedAt());
        item.put("revokedAt", token.revokedAt());
        item.put("token", null);
        return item;
    }

    private Map<String, @Nullable Object> row(Map<String, @Nullable Object> token) {
        Object expires = token.get("expiresAt");
        boolean works = token.get("revokedAt") == null
                && (expires == null || Instant.parse(String.valueOf(expires)).isAfter(host.now()));
        Map<String, @Nullable Object> row = new LinkedHashMap<>();
        row.put("id", token.get("id"));
        row.put("name", token.get("name"));
        row.put("role", token.get("role"));
        row.put("scopes", token.get("scopes") instanceof List<?> scopes && !scopes.isEmpty() ? scopes : null);
        row.put("works", works);
        row.put("expires", expires);
        row.put("used", token.get("lastUsedAt"));
        return row;
    }

    @Command(name = "revoke", description = "Lets a token work no more.")
    int revoke(@Parameters(paramLabel = "ID") long id) {
        if (host.isServer()) {
            host.send("DELETE", "/tokens/" + id, null);
            host.say("Token " + id + " works no more.");
            return ExitCode.DONE;
        }
        return with((console, now) -> {
            if (!console.tokens().revoke(id)) {
                throw CommandFailure.notFound("There is no token " + id + " that works: see rota token list.");
            }
            append(console, "token.revoke", id);
            host.say("Token " + id + " works no more.");
            return ExitCode.DONE;
        });
    }

    private void append(ConsoleStore console, String action, long token) {
        console.audit()
                .append(Act.of(host.user(), Via.CLI, action)
                        .target("token:" + token)
                        .reason(host.reason()));
    }

    /** What is done with the console's store, and the time by its clock. */
    private interface Work {
        int run(ConsoleStore console, Instant now);
    }

    private int with(Work work) {
        return with(host::openStore, work);
    }

    private static int with(Supplier<Store> opened, Work work) {
        try (Store store = opened.get()) {
            return work.run(store.console(), store.now());
        }
    }
}
