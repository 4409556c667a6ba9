package dev.rota.jdbc;

import dev.rota.store.Store;
import dev.rota.store.StoreException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The versions of a store's tables, as numbered scripts {@code V001__create_tables.sql}. Which have been run stands in
 * the table {@code rota_schema}. All that are missing run in one transaction; other processes wait meanwhile.
 */
public final class Migrations {
    private static final Pattern FILE = Pattern.compile("V(\\d{3})__([a-z0-9_]+)\\.sql");
    private static final Sql NEWEST = Sql.of("select max(version) as version from rota_schema");
    private static final Sql RECORD =
            Sql.of("insert into rota_schema (version, name, applied_at) values (:version, :name, :now)");

    private final List<Store.Migration> steps;

    private Migrations(List<Store.Migration> steps) {
        this.steps = steps;
    }

    /**
     * Reads scripts that stand beside a class.
     *
     * @param files in order, numbered 1, 2, 3 …
     * @throws IllegalArgumentException if a script is missing or is not numbered so
     */
    public static Migrations load(Class<?> beside, String... files) {
        List<Store.Migration> steps = new ArrayList<>();
        for (String file : files) {
            Matcher matcher = FILE.matcher(file);
            if (!matcher.matches() || Integer.parseInt(matcher.group(1)) != steps.size() + 1) {
                throw new IllegalArgumentException("Migration " + file
                        + " has a wrong name, expected V%03d__name.sql".formatted(steps.size() + 1));
            }
            steps.add(new Store.Migration(steps.size() + 1, matcher.group(2).replace('_', ' '), read(beside, file)));
        }
        return new Migrations(List.copyOf(steps));
    }

    private static String read(Class<?> beside, String file) {
        try (@Nullable InputStream in = beside.getResourceAsStream(file)) {
            if (in == null) {
                throw new IllegalArgumentException("There is no migration " + file + " beside " + beside.getName());
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException("Migration " + file + " cannot be read", e);
        }
    }

    /** The scripts, in order. */
    public List<Store.Migration> list() {
        return steps;
    }

    /** The version of the tables, whatever it is; 0 if there are none. Changes nothing. */
    public int version(Transactions transactions) {
        return Math.max(0, transactions.read(Migrations::found));
    }

    /**
     * Runs what has not been run.
     *
     * @param now what the list of migrations is to say
     * @throws StoreException if the tables are of a newer version than the last script
     */
    public void run(Transactions transactions, Instant now) {
        if (transactions.read(this::version) == steps.size()) {
            return;
        }
        transactions.write(session -> {
            Dialect.SchemaStatements statements = session.dialect().schemaStatements();
            session.run(statements.lock());
            int version = version(session);
            if (version < 0) {
                session.run(statements.create());
            }
            for (Store.Migration step : steps.subList(Math.max(version, 0), steps.size())) {
                session.run(step.sql());
                session.statement(RECORD)
                        .set("version", step.version())
                        .set("name", step.name())
                        .set("now", now)
                        .update();
            }
            return steps.size();
        });
    }

    /** The version of the tables; 0 if there is none, -1 if there is not even a list of migrations. */
    private static int found(Session session) throws SQLException {
        boolean listed =
                session.statement(session.dialect().schemaStatements().exists()).any();
        return listed ? session.statement(NEWEST).one(row -> row.integer("version")) : -1;
    }

    private int version(Session session) throws SQLException {
        int version = found(session);
        if (version > steps.size()) {
            throw new StoreException(
                    "The tables are of version " + version + ", this program knows version " + steps.size()
                            + ": use a newer Rota",
                    null,
                    false);
        }
        return version;
    }
}
