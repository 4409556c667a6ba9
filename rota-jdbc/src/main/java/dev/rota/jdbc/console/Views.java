package dev.rota.jdbc.console;

import dev.rota.console.ViewStore;
import dev.rota.jdbc.Row;
import dev.rota.jdbc.Sql;
import java.sql.SQLException;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Saved views, in {@code rota_view}. */
final class Views implements ViewStore {
    private static final String SHARED = "";
    private static final Comparator<View> OWN_FIRST = Comparator.<View, Boolean>comparing(view -> view.owner() == null)
            .thenComparing(View::page)
            .thenComparing(View::name);

    private static final Sql COUNT_OTHERS = Sql.of("""
            select count(*) as n from rota_view where owner = :owner and not (page = :page and name = :name)""");
    private static final Sql PUT = Sql.of("""
            insert into rota_view (owner, page, name, query) values (:owner, :page, :name, :query)
            on conflict (owner, page, name) do update set query = excluded.query""");
    private static final Sql LIST = Sql.of("select * from rota_view where owner in (:owner, '')");
    private static final Sql DELETE =
            Sql.of("delete from rota_view where owner = :owner and page = :page and name = :name");

    private final ConsoleTransactions transactions;

    Views(ConsoleTransactions transactions) {
        this.transactions = transactions;
    }

    private static String stored(@Nullable String owner) {
        return owner == null ? SHARED : owner;
    }

    @Override
    public boolean put(View view) {
        String owner = stored(view.owner());
        return transactions.writeAlone("rota_view " + owner, (session, now) -> {
            long others = session.statement(COUNT_OTHERS)
                    .set("owner", owner)
                    .set("page", view.page())
                    .set("name", view.name())
                    .one(row -> row.number("n"));
            if (others >= MOST_PER_OWNER) {
                return false;
            }
            session.statement(PUT)
                    .set("owner", owner)
                    .set("page", view.page())
                    .set("name", view.name())
                    .set("query", view.query())
                    .update();
            return true;
        });
    }

    @Override
    public List<View> list(String owner) {
        return transactions
                .read((session, now) ->
                        session.statement(LIST).set("owner", owner).list(Views::view))
                .stream()
                .sorted(OWN_FIRST)
                .toList();
    }

    @Override
    public boolean delete(@Nullable String owner, String page, String name) {
        return transactions.write((session, now) -> session.statement(DELETE)
                        .set("owner", stored(owner))
                        .set("page", page)
                        .set("name", name)
                        .update()
                == 1);
    }

    private static View view(Row row) throws SQLException {
        String owner = row.text("owner");
        return new View(owner.equals(SHARED) ? null : owner, row.text("page"), row.text("name"), row.text("query"));
    }
}
