package dev.rota.jdbc.console;

import dev.rota.console.SettingStore;
import dev.rota.jdbc.Row;
import dev.rota.jdbc.Session;
import dev.rota.jdbc.Sql;
import dev.rota.jdbc.Statement;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** Settings, in {@code rota_setting}. */
final class Settings implements SettingStore {
    private static final Sql FIND = Sql.of("select * from rota_setting where key = :key");
    private static final Sql LIST =
            Sql.of("select * from rota_setting where substr(key, 1, length(:prefix)) = :prefix");
    private static final Sql CREATE = Sql.of("""
            insert into rota_setting (key, value, version, changed_by, changed_at)
            values (:key, :value, 1, :by, :now)
            on conflict (key) do nothing
            returning *""");
    private static final Sql CHANGE = Sql.of("""
            update rota_setting set value = :value, version = version + 1, changed_by = :by, changed_at = :now
            where key = :key and version = :version
            returning *""");

    /** Changes nothing in a row that is there, but gives it, whoever made it. */
    private static final Sql CREATE_OR_FIND = Sql.of("""
            insert into rota_setting (key, value, version, changed_by, changed_at)
            values (:key, :value, 1, :by, :now)
            on conflict (key) do update set key = excluded.key
            returning *""");

    private static final Sql REMOVE = Sql.of("delete from rota_setting where key = :key and version = :version");

    private final ConsoleTransactions transactions;

    Settings(ConsoleTransactions transactions) {
        this.transactions = transactions;
    }

    @Override
    public Optional<Setting> find(String key) {
        return transactions.read(
                (session, now) -> session.statement(FIND).set("key", key).first(Settings::setting));
    }

    @Override
    public List<Setting> list(String prefix) {
        return transactions
                .read((session, now) ->
                        session.statement(LIST).set("prefix", prefix).list(Settings::setting))
                .stream()
                .sorted(Comparator.comparing(Setting::key))
                .toList();
    }

    @Override
    public Optional<Setting> put(String key, String value, long version, String by) {
        Setting wanted = checked(key, value, by);
        return transactions.write((session, now) -> {
            if (version == ABSENT) {
                return bind(session, CREATE, wanted, now).first(Settings::setting);
            }
            return bind(session, CHANGE, wanted, now).set("version", version).first(Settings::setting);
        });
    }

    @Override
    public Setting putIfAbsent(String key, String value, String by) {
        Setting wanted = checked(key, value, by);
        return transactions.write(
                (session, now) -> bind(session, CREATE_OR_FIND, wanted, now).one(Settings::setting));
    }

    @Override
    public boolean remove(String key, long version) {
        return transactions.write((session, now) -> session.statement(REMOVE)
                        .set("key", key)
                        .set("version", version)
                        .update()
                == 1);
    }

    private static Setting checked(String key, String value, String by) {
        return new Setting(key, value, 1, by, Instant.EPOCH);
    }

    private static Statement bind(Session session, Sql sql, Setting wanted, Instant now) throws SQLException {
        return session.statement(sql)
                .set("key", wanted.key())
                .set("value", wanted.value())
                .set("by", wanted.changedBy())
                .set("now", now);
    }

    private static Setting setting(Row row) throws SQLException {
        return new Setting(
                row.text("key"),
                row.text("value"),
                row.number("version"),
                row.text("changed_by"),
                row.instant("changed_at"));
    }
}
