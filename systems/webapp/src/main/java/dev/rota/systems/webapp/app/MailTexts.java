package dev.rota.systems.webapp.app;

import dev.rota.mail.MailText;

/** What the application's mails say. */
final class MailTexts {
    private MailTexts() {}

    static MailText welcome(WebappSettings.Site site, String username) {
        return MailText.plain("Welcome to " + site.name(), """
                Hello %s,

                your account at %s is ready: %s
                """.formatted(username, site.name(), site.url()));
    }

    static MailText notification(WebappSettings.Site site, String username, String title, ItemEvent event) {
        return MailText.plain(
                "Item " + event.text() + ": " + title, """
                Hello %s,

                your item "%s" was %s.

                %s
                """.formatted(username, title, event.text(), site.name()));
    }

    static MailText newsletter(WebappSettings.Site site, String subject, String body, String unsubscribe) {
        return MailText.plain(subject, """
                %s

                --
                You get this because you subscribed at %s.
                No more newsletters: %s
                """.formatted(body, site.name(), unsubscribe));
    }
}
