package dev.rota.systems.webapp.app;

import dev.rota.systems.common.Columns;
import dev.rota.systems.webapp.app.RefusedException.Reason;
import dev.rota.systems.webapp.task.TaskTypes.Audit;
import dev.rota.systems.webapp.task.TaskTypes.CompleteItem;
import dev.rota.systems.webapp.task.TaskTypes.ItemNotification;
import dev.rota.systems.webapp.task.WebTasks;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionOperations;

/** The users' items. Each user sees their own. Thread-safe. */
public final class Items {
    private static final int LONGEST_TITLE = 200;
    private static final int LONGEST_DESCRIPTION = 10_000;

    private final JdbcClient jdbc;
    private final TransactionOperations transactions;
    private final WebTasks tasks;
    private final InstantSource clock;

    public Items(JdbcClient jdbc, TransactionOperations transactions, WebTasks tasks, InstantSource clock) {
        this.jdbc = jdbc;
        this.transactions = transactions;
        this.tasks = tasks;
        this.clock = clock;
    }

    /**
     * What is to change; null leaves it as it is.
     *
     * @param title one line, at most 200 characters
     * @param description at most 10,000 characters
     */
    public record Change(
            @Nullable String title,
            @Nullable String description,
            @Nullable Boolean completed) {}

    /**
     * Makes an item.
     *
     * @throws RefusedException if title or description is not as expected
     */
    public Item create(long owner, String title, @Nullable String description) {
        check(title, description);
        return Users.wrote(transactions.execute(tx -> {
            Instant now = clock.instant();
            Item item = jdbc.sql(Statements.INSERT)
                    .param("owner", owner)
                    .param("title", title)
                    .param("description", description)
                    .param("now", Columns.of(now))
                    .query(Items::item)
                    .single();
            notify(item, ItemEvent.CREATED);
            log(item, AuditAction.CREATE_ITEM, now);
            return item;
        }));
    }

    /** One item. */
    public Item get(long owner, long id) {
        return jdbc.sql(Statements.FIND)
                .param("owner", owner)
                .param("id", id)
                .query(Items::item)
                .optional()
                .orElseThrow(Items::notFound);
    }

    /**
     * Items in the order of their ids.
     *
     * @param afterId 0 for the first ones
     * @param limit 1 or more
     */
    public List<Item> list(long owner, long afterId, int limit) {
        return jdbc.sql(Statements.LIST)
                .param("owner", owner)
                .param("after", afterId)
                .param("limit", limit)
                .query(Items::item)
                .list();
    }

    /**
     * Changes an item. Whoever turns it from open to completed, and nobody else, has its completion credited: of many who
     * complete it at once that is one.
     *
     * @throws RefusedException if the user has no such item, or something is not as expected
     */
    public Item update(long owner, long id, Change change) {
        check(change.title() == null ? "title" : change.title(), change.description());
        return Users.wrote(transactions.execute(tx -> {
            Instant now = clock.instant();
            Optional<Item> completed =
                    change.completed() == null ? Optional.empty() : turn(owner, id, change.completed(), now);
            Optional<Item> edited = edit(owner, id, change, now);
            Item item = edited.or(() -> completed).orElseGet(() -> get(owner, id));
            if (completed.filter(Item::completed).isPresent()) {
                tasks.completion(new CompleteItem(id, item.completionCount(), owner, now))
                        .enqueue();
                notify(item, ItemEvent.COMPLETED);
            } else if (edited.isPresent() || completed.isPresent()) {
                notify(item, ItemEvent.UPDATED);
            }
            log(item, AuditAction.UPDATE_ITEM, now);
            return item;
        }));
    }

    /** The item, if this call has completed it or opened it again. */
    private Optional<Item> turn(long owner, long id, boolean completed, Instant now) {
        return jdbc.sql(completed ? Statements.COMPLETE : Statements.REOPEN)
                .param("owner", owner)
                .param("id", id)
                .param("now", Columns.of(now))
                .query(Items::item)
                .optional();
    }

    /** The item, if this call has changed its texts. */
    private Optional<Item> edit(long owner, long id, Change change, Instant now) {
        if (change.title() == null && change.description() == null) {
            return Optional.empty();
        }
        Item before = get(owner, id);
        String title = change.title() == null ? before.title() : change.title();
        String description = change.description() == null ? before.description() : change.description();
        return jdbc.sql(Statements.EDIT)
                .param("owner", owner)
                .param("id", id)
                .param("title", title)
                .param("description", description)
                .param("now", Columns.of(now))
                .query(Items::item)
                .optional();
    }

    /**
     * Deletes an item; its row goes some weeks later.
     *
     * @throws RefusedException if the user has no such item
     */
    public void delete(long owner, long id) {
        transactions.executeWithoutResult(tx -> {
            Instant now = clock.instant();
            Item item = jdbc.sql(Statements.DELETE)
                    .param("owner", owner)
                    .param("id", id)
                    .param("now", Columns.of(now))
                    .query(Items::item)
                    .optional()
                    .orElseThrow(Items::notFound);
            notify(item, ItemEvent.DELETED);
            log(item, AuditAction.DELETE_ITEM, now);
        });
    }

    private void notify(Item item, ItemEvent event) {
        tasks.notification(new ItemNotification(item.id(), item.ownerId(), event.text(), item.version(), item.title()))
                .enqueue();
    }

    private void log(Item item, AuditAction action, Instant now) {
        tasks.audit(new Audit(item.ownerId(), action.name(), Map.of("item_id", item.id()), now))
                .enqueue();
    }

    private static void check(String title, @Nullable String description) {
        if (!Users.isLine(title, LONGEST_TITLE)) {
            throw new RefusedException(
                    Reason.INVALID, "title: expected one line of at most " + LONGEST_TITLE + " characters");
        }
        if (description != null && description.length() > LONGEST_DESCRIPTION) {
            throw new RefusedException(
                    Reason.INVALID, "description: expected at most " + LONGEST_DESCRIPTION + " characters");
        }
    }

    private static RefusedException notFound() {
        return new RefusedException(Reason.NOT_FOUND, "Item not found");
    }

    private static Item item(ResultSet row, int number) throws SQLException {
        return new Item(
                row.getLong("id"),
                row.getLong("owner_id"),
                Columns.text(row, "title"),
                row.getString("description"),
                Columns.flag(row, "is_completed"),
                Columns.instantOrNull(row, "completed_at"),
                row.getInt("completion_count"),
                row.getInt("version"),
                Columns.instant(row, "created_at"),
                Columns.instant(row, "updated_at"));
    }

    private static final class Statements {
        private static final String COLUMNS = "id, owner_id, title, description, is_completed, completed_at,"
                + " completion_count, version, created_at, updated_at";
        private static final String MINE = " where id = :id and owner_id = :owner and deleted_at is null";
        private static final String CHANGED = ", version = version + 1, updated_at = :now";
        static final String INSERT = """
                insert into web_item (owner_id, title, description, created_at, updated_at)
                values (:owner, :title, :description, :now, :now) returning\s""" + COLUMNS;
        static final String FIND = "select " + COLUMNS + " from web_item" + MINE;
        static final String LIST = "select " + COLUMNS + """
                 from web_item where owner_id = :owner and deleted_at is null and id > :after
                order by id limit :limit""";
        static final String COMPLETE = """
                update web_item set is_completed = 1, completed_at = :now, completion_count = completion_count + 1""" + CHANGED + MINE + " and is_completed = 0 returning " + COLUMNS;
        static final String REOPEN = "update web_item set is_completed = 0, completed_at = null" + CHANGED + MINE
                + " and is_completed = 1 returning " + COLUMNS;
        static final String EDIT = "update web_item set title = :title, description = :description" + CHANGED + MINE
                + " and (title <> :title or coalesce(description, '') <> coalesce(:description, '')) returning "
                + COLUMNS;
        static final String DELETE = "update web_item set deleted_at = :now" + CHANGED + MINE + " returning " + COLUMNS;

        private Statements() {}
    }
}
