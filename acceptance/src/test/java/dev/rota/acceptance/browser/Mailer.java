package dev.rota.acceptance.browser;

import java.net.ConnectException;

/** What the showcase's reminders are sent by; its name stands in the titles of their failures. */
final class Mailer {
    private Mailer() {}

    /** @throws IllegalStateException for loans below zero */
    static void send(long loan) {
        if (loan < 0) {
            throw new IllegalStateException(
                    "No answer from mail.example.test:25 for loan " + -loan,
                    new ConnectException("Connection refused"));
        }
    }
}
