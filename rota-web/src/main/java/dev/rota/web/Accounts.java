package dev.rota.web;

import dev.rota.Rota;
import dev.rota.console.AuditLog.Act;
import dev.rota.console.AuditLog.Via;
import dev.rota.console.ConsoleStore;
import dev.rota.console.LinkStore.NewLink;
import dev.rota.console.RefreshStore.Rotation;
import dev.rota.console.Role;
import dev.rota.console.Scope;
import dev.rota.console.SecretHash;
import dev.rota.console.SessionStore.NewSession;
import dev.rota.console.TokenStore.Token;
import dev.rota.console.UserStore.User;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Semaphore;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Users with passwords, and API tokens, as the console's store keeps them. All processes on one database know the same
 * people. Thread-safe.
 */
final class Accounts implements Logins {
    private static final String FIRST_ADMIN = "first-admin";
    private static final Duration LINK_LIFE = Duration.ofMinutes(30);
    private static final String INVITATION = "invitation";
    static final Duration INVITATION_LIFE = Duration.ofDays(3);
    private static final Duration REFRESH_LIFE = Duration.ofDays(30);
    private static final Pattern NAME = Pattern.compile("[\\p{L}\\p{N}][\\p{L}\\p{N} ._@+-]{0,99}");
    private static final String KEY_SETTING = "auth.access-token-key";
    /** A hash of nobody's password: who has no account is told so no sooner than who has one. */
    private static final String NOBODY =
            "pbkdf2-sha256$600000$AAAAAAAAAAAAAAAAAAAAAA$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA";

    private final Rota rota;
    private final InstantSource clock;
    private final LoginLimit limit;
    /** Hashing is slow on purpose: it must not take the whole machine. */
    private final Semaphore hashing = new Semaphore(2);

    private volatile @Nullable AccessTokens accessTokens;
    private volatile boolean known;

    /** Where a login comes from. */
    record From(String address, String requestId, Via via) {}

    /** What a program gets for a password. */
    record Pair(String accessToken, String refreshToken) {}

    Accounts(Rota rota, InstantSource clock) {
        this.rota = rota;
        this.clock = clock;
        this.limit = new LoginLimit(clock);
    }

    private ConsoleStore store() {
        return rota.store().console();
    }

    /** True once there is a user. They are never all taken away, so that a yes needs not be asked for again. */
    boolean haveUsers() {
        if (!known) {
            known = !store().users().list().isEmpty();
        }
        return known;
    }

    @Override
    public boolean alwaysAsk() {
        return haveUsers();
    }

    @Override
    public String issueLink() {
        String token = Secrets.randomToken();
        store().links().create(new NewLink(SecretHash.of(token), FIRST_ADMIN, "admin", Role.ADMIN, LINK_LIFE));
        return token;
    }

    @Override
    public Optional<Principal> session(String token) {
        return store().sessions()
                .find(SecretHash.of(token))
                .map(session -> new Principal(session.user(), session.role()));
    }

    @Override
    public void end(String session) {
        var unused = store().sessions().close(SecretHash.of(session));
    }

    @Override
    public Optional<Principal> bearer(String token) {
        if (token.startsWith(ApiTokens.PREFIX)) {
            return store().tokens().use(SecretHash.of(token)).map(Accounts::principal);
        }
        return accessTokens()
                .read(token)
                .flatMap(claim -> store().users()
                        .find(claim.user())
                        .filter(user -> !user.disabled() && user.version() == claim.version()))
                .map(user -> new Principal(user.name(), user.role()));
    }

    private static Principal principal(Token token) {
        Set<Scope> scopes = token.role().scopes();
        if (!token.scopes().isEmpty()) {
            scopes = scopes.stream()
                    .filter(scope -> token.scopes().contains(scope.text()))
                    .collect(Collectors.toUnmodifiableSet());
        }
        return new Principal(token.name(), scopes);
    }

    private AccessTokens accessTokens() {
        AccessTokens tokens = accessTokens;
        if (tokens == null) {
            String mine = '"' + Secrets.randomToken() + '"';
            String shared =
                    store().settings().putIfAbsent(KEY_SETTING, mine, "rota").value();
            tokens = new AccessTokens(shared.replace("\"", ""), clock);
            accessTokens = tokens;
        }
        return tokens;
    }

    /**
     * Makes the first administrator, with the token of the link that was printed, and logs in.
     *
     * @return the value of the session's cookie
     * @throws Problem if the link is not good, or name and password are not; then the link is as it was
     */
    String setUp(String link, String name, String password, From from) {
        checkName(name);
        String hash = hash(password);
        if (store().users().find(name).isPresent()) {
            throw Problem.of(409, "name-taken", "The name is taken", "There is a user of that name")
                    .hint("Choose another name.");
        }
        if (store().links().take(SecretHash.of(link), FIRST_ADMIN).isEmpty()) {
            throw Logins.linkUsed();
        }
        User user = store().users()
                .create(name, hash, Role.ADMIN)
                .orElseThrow(() -> Problem.of(409, "name-taken", "The name is taken", "There is a user of that name"));
        known = true;
        record(Act.of(name, from.via(), "user.create").target("user:" + name), from);
        return open(user, from);
    }

    /**
     * Makes a user who has no password yet, or one with a password.
     *
     * @throws Problem if name or password are not good, or the name is taken
     */
    User create(String name, @Nullable String password, Role role) {
        checkName(name);
        if (!haveUsers() && role != Role.ADMIN) {
            throw Problem.of(409, "admin-first", "There is no administrator yet", "The first user must be admin")
                    .hint("From then on everybody needs a login, and somebody must be able to make users.");
        }
        User user = store().users()
                .create(name, password == null ? NOBODY : hash(password), role)
                .orElseThrow(() -> Problem.of(409, "name-taken", "The name is taken", "There is a user of that name")
                        .hint("Choose another name."));
        known = true;
        return user;
    }

    /** The token of a link with which a user chooses a password, once. */
    String invite(User user) {
        String token = Secrets.randomToken();
        store().links()
                .create(new NewLink(SecretHash.of(token), INVITATION, user.name(), user.role(), INVITATION_LIFE));
        return token;
    }

    /**
     * Takes the password that an invited user has chosen, and logs in.
     *
     * @return the value of the session's cookie
     * @throws Problem if the link is not good, or the password is not; then the link is as it was
     */
    String accept(String link, String password, From from) {
        String hash = hash(password);
        User user = store().links()
                .take(SecretHash.of(link), INVITATION)
                .flatMap(taken -> store().users().find(taken.user()))
                .filter(found -> !found.disabled())
                .orElseThrow(Logins::linkUsed);
        store().users().changePassword(user.name(), hash);
        record(Act.of(user.name(), from.via(), "user.password").target("user:" + user.name()), from);
        return open(user.name(), from);
    }

    /**
     * Sets a password, and ends all sessions of that user.
     *
     * @throws Problem if it will not do, or there is no such user
     */
    void setPassword(String name, String password) {
        if (!store().users().changePassword(name, hash(password))) {
            throw Problem.notFound("user", name);
        }
    }

    /**
     * Changes one's own password, which ends all sessions, and opens another.
     *
     * @return the value of the session's cookie
     * @throws Problem if the old password does not fit, or the new one will not do
     */
    String changeOwn(String name, String old, String password, From from) {
        limit.count(name, from.address());
        User user = store().users()
                .find(name)
                .orElseThrow(() -> Problem.of(
                        403, "no-user", "This is no user", name + " is no user of this server: there is no password"));
        if (!slowly(() -> PasswordHash.matches(old, user.passwordHash()))) {
            record(Act.of(name, from.via(), "auth.login-failed"), from);
            throw Problem.invalid(
                    "password-wrong", "The password does not fit", "/password", "The old password does not fit");
        }
        limit.forget(name, from.address());
        setPassword(user.name(), password);
        record(Act.of(user.name(), from.via(), "user.password").target("user:" + user.name()), from);
        return open(user.name(), from);
    }

    static void checkName(String name) {
        if (!NAME.matcher(name).matches()) {
            throw Problem.of(
                    422,
                    "invalid-field",
                    "A field is not valid",
                    "The name has other characters than letters, digits, blanks and . _ @ + -, or more than 100");
        }
    }

    private String hash(String password) {
        try {
            return slowly(() -> PasswordHash.of(password));
        } catch (IllegalArgumentException e) {
            throw Problem.of(422, "password-weak", "The password will not do", String.valueOf(e.getMessage()));
        }
    }

    /**
     * Logs in with a password.
     *
     * @return the value of the session's cookie
     * @throws Problem 401 if they do not fit, 429 if there were too many tries
     */
    String logIn(String name, String password, From from) {
        return open(user(name, password, from), from);
    }

    /** The same for a program. */
    Pair tokens(String name, String password, From from) {
        User user = user(name, password, from);
        String refresh = Secrets.randomToken();
        store().refreshes().open(session(refresh, user, REFRESH_LIFE, from));
        return new Pair(accessTokens().issue(user), refresh);
    }

    private User user(String name, String password, From from) {
        limit.count(name, from.address());
        Optional<User> user = store().users().find(name);
        String hash = user.map(User::passwordHash).orElse(NOBODY);
        boolean fits = slowly(() -> PasswordHash.matches(password, hash));
        if (!fits || user.isEmpty() || user.get().disabled()) {
            record(Act.of(name, from.via(), "auth.login-failed"), from);
            throw Problem.of(401, "login-failed", "Login failed", "Name and password do not fit");
        }
        limit.forget(name, from.address());
        var unused = store().users().loggedIn(user.get().name());
        record(Act.of(user.get().name(), from.via(), "auth.login"), from);
        return user.get();
    }

    private String open(User user, From from) {
        String token = Secrets.randomToken();
        store().sessions().open(session(token, user, LIFE, from));
        return token;
    }

    /** Opens a session for somebody who has shown an access token of this server. */
    String open(String userName, From from) {
        User user = store().users()
                .find(userName)
                .orElseThrow(() -> Problem.of(
                        403, "no-user", "This is no user", userName + " is no user of this server, and cannot log in"));
        return open(user, from);
    }

    private static NewSession session(String token, User user, Duration life, From from) {
        return new NewSession(SecretHash.of(token), user.name(), user.role(), user.version(), life, from.address());
    }

    /**
     * Exchanges a refresh token for the next pair.
     *
     * @throws Problem 401 if it is not good; if it was used before, its whole family ends
     */
    Pair refresh(String token, From from) {
        String next = Secrets.randomToken();
        Rotation rotation = store().refreshes().rotate(SecretHash.of(token), SecretHash.of(next), REFRESH_LIFE);
        if (rotation instanceof Rotation.Rotated rotated) {
            Optional<User> user = store().users().find(rotated.session().user());
            if (user.isPresent() && !user.get().disabled()) {
                return new Pair(accessTokens().issue(user.get()), next);
            }
        } else if (rotation instanceof Rotation.Reused reused) {
            record(Act.of(reused.user(), from.via(), "auth.refresh-reused"), from);
        }
        throw Problem.of(
                        401, "refresh-refused", "The refresh token is not good", "It is not known, used up, or expired")
                .hint("Log in again.");
    }

    void record(Act act, From from) {
        store().audit().append(act.from(from.requestId(), from.address()));
    }

    private <T> T slowly(java.util.function.Supplier<T> work) {
        hashing.acquireUninterruptibly();
        try {
            return work.get();
        } finally {
            hashing.release();
        }
    }
}
