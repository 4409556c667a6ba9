package dev.rota.jdbc.console;

import dev.rota.console.AuditLog;
import dev.rota.console.ConsoleStore;
import dev.rota.console.IdempotencyStore;
import dev.rota.console.LinkStore;
import dev.rota.console.OperationStore;
import dev.rota.console.RefreshStore;
import dev.rota.console.SessionStore;
import dev.rota.console.SettingStore;
import dev.rota.console.TokenStore;
import dev.rota.console.UserStore;
import dev.rota.console.ViewStore;
import dev.rota.jdbc.Session;
import dev.rota.jdbc.Transactions;
import java.sql.SQLException;
import java.time.Instant;

/** What the console keeps, in the tables of a store. Thread-safe. */
public final class JdbcConsole implements ConsoleStore {
    private final UserStore users;
    private final TokenStore tokens;
    private final SessionStore sessions;
    private final RefreshStore refreshes;
    private final LinkStore links;
    private final AuditLog audit;
    private final ViewStore views;
    private final OperationStore operations;
    private final IdempotencyStore idempotency;
    private final SettingStore settings;
    private final ConsolePruning pruning;

    /** The time of a store. */
    @FunctionalInterface
    public interface Time {
        /** Now, in microseconds at the finest. */
        Instant now(Session session) throws SQLException;
    }

    /**
     * A console.
     *
     * @param transactions of the store
     * @param time of the store
     */
    public JdbcConsole(Transactions transactions, Time time) {
        ConsoleTransactions timed = new ConsoleTransactions(transactions, time);
        this.users = new Users(timed);
        this.tokens = new Tokens(timed);
        this.sessions = new BrowserSessions(timed);
        this.refreshes = new Refreshes(timed);
        this.links = new Links(timed);
        this.audit = new Audit(timed);
        this.views = new Views(timed);
        this.operations = new Operations(timed);
        this.idempotency = new Idempotency(timed);
        this.settings = new Settings(timed);
        this.pruning = new ConsolePruning(timed);
    }

    @Override
    public UserStore users() {
        return users;
    }

    @Override
    public TokenStore tokens() {
        return tokens;
    }

    @Override
    public SessionStore sessions() {
        return sessions;
    }

    @Override
    public RefreshStore refreshes() {
        return refreshes;
    }

    @Override
    public LinkStore links() {
        return links;
    }

    @Override
    public AuditLog audit() {
        return audit;
    }

    @Override
    public ViewStore views() {
        return views;
    }

    @Override
    public OperationStore operations() {
        return operations;
    }

    @Override
    public IdempotencyStore idempotency() {
        return idempotency;
    }

    @Override
    public SettingStore settings() {
        return settings;
    }

    @Override
    public long prune(Retention retention, int limit) {
        return pruning.prune(retention, limit);
    }
}
