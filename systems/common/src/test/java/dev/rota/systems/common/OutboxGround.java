package dev.rota.systems.common;

import dev.rota.mail.Mail;
import dev.rota.mail.MailRejectedException;
import dev.rota.mail.MailText;
import dev.rota.mail.MailTransport;
import dev.rota.mail.MailUnavailableException;
import dev.rota.mail.SentMail;
import dev.rota.systems.common.testing.FreshDatabase;
import dev.rota.systems.common.testing.TestDatabase;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** An outbox on an empty database, with a mail server that fails when told to and a clock that stands still. */
final class OutboxGround implements AutoCloseable {
    static final String ADA = "ada@uni.example";
    static final String KEY = "due_soon.1.2026-03-20";
    static final MailText TEXT = new MailText("Due soon", "Bring it back.", "<p>Bring it back.</p>");

    final FakeServer server = new FakeServer();
    final FreshDatabase fresh;
    final Outbox outbox;
    Instant now = Instant.parse("2026-03-20T13:00:00Z");

    OutboxGround(TestDatabase database) {
        fresh = database.open(SystemSchema.COMMON);
        outbox = outbox(server);
    }

    MessageStatus status(long id) {
        return outbox.find(id).orElseThrow().status();
    }

    /** Another on the same database. */
    Outbox outbox(@Nullable SentMail sentMail) {
        OutboxSettings settings = OutboxSettings.of("library", "Library <library@uni.example>", "uni.example");
        return new Outbox(fresh.jdbc(), fresh.transactions(), server, sentMail, () -> now, settings);
    }

    static NewMessage message(String key) {
        return new NewMessage(key, "due_soon", 1L, ADA, TEXT);
    }

    @Override
    public void close() {
        fresh.close();
    }

    /** A mail server that fails when told to and can be asked what it has. */
    static final class FakeServer implements MailTransport, SentMail {
        final List<Mail> received = new ArrayList<>();

        @Nullable
        Throwable next;

        private boolean acceptFirst;
        boolean lookUpFails;

        void acceptThenFail(Throwable failure) {
            next = failure;
            acceptFirst = true;
        }

        @Override
        public synchronized void send(Mail mail) throws MailRejectedException, MailUnavailableException {
            Throwable failure = next;
            boolean accept = failure == null || acceptFirst;
            next = null;
            acceptFirst = false;
            if (accept) {
                received.add(mail);
            }
            if (failure instanceof MailRejectedException rejected) {
                throw rejected;
            }
            if (failure instanceof MailUnavailableException unavailable) {
                throw unavailable;
            }
            if (failure instanceof Error error) {
                throw error;
            }
        }

        @Override
        public synchronized boolean contains(String messageId) {
            if (lookUpFails) {
                throw new IllegalStateException("directory cannot be read");
            }
            return received.stream().anyMatch(mail -> mail.messageId().equals(messageId));
        }
    }
}
