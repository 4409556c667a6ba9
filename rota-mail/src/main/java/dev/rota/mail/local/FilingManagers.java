package dev.rota.mail.local;

import com.icegreen.greenmail.Managers;
import com.icegreen.greenmail.mail.MailAddress;
import com.icegreen.greenmail.smtp.SmtpManager;
import com.icegreen.greenmail.smtp.SmtpState;
import jakarta.mail.MessagingException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * GreenMail speaks SMTP and asks its manager what to answer: to each recipient, and when the whole mail is there. It
 * sends 250 after {@link SmtpManager#send} returned, and 451 when that throws.
 */
final class FilingManagers extends Managers {
    private final MailFiler filer;
    private final ScriptedReplies replies;
    private final CountDownLatch stopped = new CountDownLatch(1);
    private final SmtpManager filing;

    FilingManagers(MailFiler filer, ScriptedReplies replies) {
        this.filer = filer;
        this.replies = replies;
        this.filing = new Filing(this);
    }

    @Override
    public SmtpManager getSmtpManager() {
        return filing;
    }

    /** Mails that are being delayed are answered now. */
    void stopDelays() {
        stopped.countDown();
    }

    private final class Filing extends SmtpManager {
        Filing(Managers managers) {
            super(managers.getImapHostManager(), managers.getUserManager());
        }

        @Override
        public @Nullable String checkRecipient(SmtpState state, MailAddress recipient) {
            String reply = replies.next(recipient.getEmail());
            return switch (reply) {
                case ScriptedReplies.ACCEPT -> null;
                case ScriptedReplies.LOSE, ScriptedReplies.LOSE_AFTER_FILING -> {
                    FilingServer.loseAtTheEnd(reply);
                    yield null;
                }
                default -> reply.length() == 3 ? reply + " scripted reply" : reply;
            };
        }

        // Not synchronized as the overridden one is: a delay holds up its own connection only.
        @Override
        @SuppressWarnings("UnsynchronizedOverridesSynchronized")
        public void send(SmtpState state) {
            pause();
            String loss = FilingServer.takeLoss();
            if (!ScriptedReplies.LOSE.equals(loss)) {
                file(state);
            }
            if (loss != null) {
                FilingServer.hangUp();
            }
        }

        private void file(SmtpState state) {
            try {
                filer.file(state.getMessage().getMessage());
            } catch (IOException e) {
                throw new UncheckedIOException("Mail could not be filed", e);
            } catch (MessagingException e) {
                throw new IllegalStateException("Mail could not be read", e);
            }
        }

        private void pause() {
            try {
                // Ends early when the mailbox closes; either way the mail is answered next.
                stopped.await(replies.delay().toMillis(), TimeUnit.MILLISECONDS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
