package dev.rota.systems.webapp.app;

import dev.rota.mail.MailUnavailableException;
import dev.rota.systems.common.NewMessage;
import dev.rota.systems.common.Outbox;
import dev.rota.systems.common.Outbox.Delivery;
import dev.rota.systems.webapp.task.TaskTypes.ItemNotification;
import dev.rota.systems.webapp.task.WebTasks;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionOperations;

/**
 * Mails to single users. Each method may be called again after any failure and sends once: the message is claimed under
 * its key, and delivered unless it was. Addresses are looked up here, so that a job's arguments hold none. Thread-safe.
 */
public final class Mails {
    private final JdbcClient jdbc;
    private final TransactionOperations transactions;
    private final Users users;
    private final Outbox outbox;
    private final WebappSettings settings;

    public Mails(
            JdbcClient jdbc, TransactionOperations transactions, Users users, Outbox outbox, WebappSettings settings) {
        this.jdbc = jdbc;
        this.transactions = transactions;
        this.users = users;
        this.outbox = outbox;
        this.settings = settings;
    }

    /**
     * Welcomes a user.
     *
     * @throws MailUnavailableException when the mail server cannot be had now: call again later
     */
    public Delivery welcome(long userId) throws MailUnavailableException {
        Outbox.Claim claim =
                outbox.claim(new NewMessage("welcome:" + userId, "welcome", userId, address(userId), null));
        return outbox.deliver(
                claim.id(), () -> users.find(userId).map(user -> MailTexts.welcome(settings.site(), user.username())));
    }

    /**
     * Tells the owner of an item what happened to it.
     *
     * @throws MailUnavailableException when the mail server cannot be had now: call again later
     */
    public Delivery notify(ItemNotification args, ItemEvent event) throws MailUnavailableException {
        String key = WebTasks.key(args);
        long message = Users.wrote(transactions.execute(tx -> {
            Outbox.Claim claim = outbox.claim(
                    new NewMessage(key, "item_" + event.text(), args.ownerId(), address(args.ownerId()), null));
            note(args, key, claim.id());
            return claim.id();
        }));
        return outbox.deliver(
                message,
                () -> users.find(args.ownerId())
                        .map(user -> MailTexts.notification(settings.site(), user.username(), args.title(), event)));
    }

    private void note(ItemNotification args, String key, long message) {
        jdbc.sql("""
                insert into web_notification (dedupe_key, recipient_user_id, item_id, item_title, type, message_id)
                values (:key, :user, :item, :title, :type, :message) on conflict (dedupe_key) do nothing""")
                .param("key", key)
                .param("user", args.ownerId())
                .param("item", args.itemId())
                .param("title", args.title())
                .param("type", args.type())
                .param("message", message)
                .update();
    }

    private @Nullable String address(long userId) {
        return users.find(userId).map(User::email).orElse(null);
    }
}
