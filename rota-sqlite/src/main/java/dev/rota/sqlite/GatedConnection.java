package dev.rota.sqlite;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.CallableStatement;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteConnection;

/**
 * A connection whose writing transactions pass the gate. A transaction begins, for SQLite, with its first statement: until
 * then nobody is kept waiting.
 */
final class GatedConnection implements InvocationHandler {
    private final Connection inner;
    private final WriteGate gate;
    private final Duration patience;
    private boolean autoCommit = true;
    private boolean readOnly;
    /** Whether SQLite is in a transaction of this connection. */
    private boolean begun;

    private boolean inside;

    private GatedConnection(Connection inner, WriteGate gate, Duration patience) {
        this.inner = inner;
        this.gate = gate;
        this.patience = patience;
    }

    static Connection wrap(Connection inner, WriteGate gate, Duration patience) throws SQLException {
        if (!inner.getAutoCommit()) {
            inner.setAutoCommit(true);
        }
        return proxy(Connection.class, new GatedConnection(inner, gate, patience));
    }

    private static <T> T proxy(Class<T> type, InvocationHandler handler) {
        return type.cast(
                Proxy.newProxyInstance(GatedConnection.class.getClassLoader(), new Class<?>[] {type}, handler));
    }

    @Override
    public @Nullable Object invoke(Object proxy, Method method, Object @Nullable [] args) throws Throwable {
        return switch (method.getName()) {
            case "getAutoCommit" -> autoCommit;
            case "isReadOnly" -> readOnly;
            case "setAutoCommit" -> {
                setAutoCommit(args != null && (Boolean) args[0]);
                yield null;
            }
            case "setReadOnly" -> {
                setReadOnly(args != null && (Boolean) args[0]);
                yield null;
            }
            case "commit" -> {
                requireTransaction();
                end(true);
                yield null;
            }
            case "rollback" -> {
                if (args != null) {
                    yield call(inner, method, args);
                }
                requireTransaction();
                end(false);
                yield null;
            }
            case "close", "abort" -> {
                end(false);
                setReadOnly(false);
                yield call(inner, method, args);
            }
            case "setSavepoint" -> {
                beforeStatement();
                yield call(inner, method, args);
            }
            case "createStatement", "prepareStatement", "prepareCall" ->
                statement((Connection) proxy, call(inner, method, args), args);
            case "equals" -> args != null && proxy == args[0];
            case "hashCode" -> System.identityHashCode(proxy);
            default -> call(inner, method, args);
        };
    }

    private static @Nullable Object call(Object target, Method method, Object @Nullable [] args) throws Throwable {
        try {
            return method.invoke(target, args);
        } catch (InvocationTargetException e) {
            throw e.getCause() == null ? e : e.getCause();
        }
    }

    private void requireTransaction() throws SQLException {
        if (autoCommit) {
            throw new SQLException("The connection commits each statement by itself, expected a transaction");
        }
    }

    private void setAutoCommit(boolean on) throws SQLException {
        if (on) {
            end(true);
        }
        autoCommit = on;
    }

    private void setReadOnly(boolean on) throws SQLException {
        if (begun) {
            throw new SQLException("A transaction has begun: it can no longer be made read-only or writing");
        }
        if (on != readOnly) {
            try (Statement pragma = inner.createStatement()) {
                pragma.execute("pragma query_only = " + (on ? 1 : 0));
            }
            readOnly = on;
        }
    }

    /** Begins the transaction that the caller has wished for, if it has not begun. */
    private void beforeStatement() throws SQLException {
        if (autoCommit || begun) {
            return;
        }
        if (!readOnly) {
            gate.enter(patience);
            inside = true;
        }
        SQLiteConnection sqlite = inner.unwrap(SQLiteConnection.class);
        try {
            sqlite.getConnectionConfig()
                    .setTransactionMode(
                            readOnly ? SQLiteConfig.TransactionMode.DEFERRED : SQLiteConfig.TransactionMode.IMMEDIATE);
            inner.setAutoCommit(false);
            begun = true;
        } catch (SQLException e) {
            restore(sqlite);
            leave();
            throw e;
        } finally {
            // What the driver begins after a rollback must lock nothing.
            sqlite.getConnectionConfig().setTransactionMode(SQLiteConfig.TransactionMode.DEFERRED);
        }
    }

    /** After a refused BEGIN the driver takes the transaction for begun. */
    private static void restore(SQLiteConnection sqlite) {
        sqlite.getConnectionConfig().setAutoCommit(true);
    }

    private void end(boolean commit) throws SQLException {
        if (!begun) {
            return;
        }
        try {
            if (!commit) {
                inner.rollback();
            }
            inner.setAutoCommit(true);
        } catch (SQLException e) {
            abandon(e);
            throw e;
        } finally {
            begun = false;
            leave();
        }
    }

    /** A transaction that could not be committed is rolled back, so that the gate is not left with a lock held. */
    private void abandon(SQLException because) {
        try (Statement rollback = inner.createStatement()) {
            rollback.execute("rollback");
        } catch (SQLException e) {
            because.addSuppressed(e);
        }
        try {
            restore(inner.unwrap(SQLiteConnection.class));
        } catch (SQLException e) {
            because.addSuppressed(e);
        }
    }

    private void leave() {
        if (inside) {
            inside = false;
            gate.leave();
        }
    }

    private Object statement(Connection proxy, @Nullable Object made, Object @Nullable [] args) {
        if (made == null) {
            throw new IllegalStateException("The driver made no statement");
        }
        Class<? extends Statement> type = made instanceof CallableStatement
                ? CallableStatement.class
                : made instanceof PreparedStatement ? PreparedStatement.class : Statement.class;
        String prepared = args != null && args[0] instanceof String sql ? sql : "";
        return proxy(type, (self, method, given) -> {
            String name = method.getName();
            if (name.equals("getConnection")) {
                return proxy;
            }
            if (!name.startsWith("execute")) {
                return call(made, method, given);
            }
            String sql = given != null && given[0] instanceof String text ? text : prepared;
            return execute(made, method, given, sql);
        });
    }

    private @Nullable Object execute(Object statement, Method method, Object @Nullable [] args, String sql)
            throws Throwable {
        beforeStatement();
        if (begun || readOnly || reads(sql)) {
            return call(statement, method, args);
        }
        gate.enter(patience);
        try {
            return call(statement, method, args);
        } finally {
            gate.leave();
        }
    }

    /** Whether a statement surely writes nothing. A batch of a plain statement has no text here, and may write. */
    private static boolean reads(String sql) {
        String start = sql.stripLeading().toLowerCase(Locale.ROOT);
        return start.startsWith("select") || start.startsWith("explain") || start.startsWith("pragma");
    }
}
