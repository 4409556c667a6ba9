package dev.rota.systems.common;

import dev.rota.mail.Mail;
import dev.rota.mail.MailText;
import java.time.Duration;
import java.util.regex.Pattern;

/**
 * One system's outbox.
 *
 * @param system the system's name; its dedupe keys and preferences are its own
 * @param from the mails' sender, {@code Library <library@uni.example>}
 * @param site the right-hand side of Message-IDs, a domain name
 * @param claimLimit how long a message stays in the hands of a worker that says no more. Must exceed the longest time a
 *     send can take (with {@code SmtpSettings.DEFAULTS} 185 s); 1 s to 1 h
 * @param keepBodies how long texts and addresses are kept after the claim; 1 day or more
 */
public record OutboxSettings(String system, String from, String site, Duration claimLimit, Duration keepBodies) {
    private static final Pattern SYSTEM = Pattern.compile("[a-z][a-z0-9]{0,30}");
    private static final Pattern SITE = Pattern.compile("[A-Za-z0-9](?:[A-Za-z0-9.-]{0,98}[A-Za-z0-9])?");

    /** @throws IllegalArgumentException when a value is not as described */
    public OutboxSettings {
        if (!SYSTEM.matcher(system).matches()) {
            throw new IllegalArgumentException(
                    "Outbox system: expected lower-case letters and digits, found \"" + system + "\"");
        }
        if (!SITE.matcher(site).matches()) {
            throw new IllegalArgumentException(
                    "Outbox site: expected a domain name such as library.example, found \"" + site + "\"");
        }
        // A wrong sender would fail every message, one by one.
        Mail.of("check@" + site, from, "check@" + site, MailText.plain("check", ""));
        if (claimLimit.compareTo(Duration.ofSeconds(1)) < 0 || claimLimit.compareTo(Duration.ofHours(1)) > 0) {
            throw new IllegalArgumentException("Outbox claim limit: expected 1 s to 1 h, found " + claimLimit);
        }
        if (keepBodies.compareTo(Duration.ofDays(1)) < 0) {
            throw new IllegalArgumentException("Outbox body retention: expected 1 day or more, found " + keepBodies);
        }
    }

    /** Claims held for 4 minutes, bodies for 90 days. */
    public static OutboxSettings of(String system, String from, String site) {
        return new OutboxSettings(system, from, site, Duration.ofMinutes(4), Duration.ofDays(90));
    }

    /** These settings with another claim limit. */
    public OutboxSettings withClaimLimit(Duration limit) {
        return new OutboxSettings(system, from, site, limit, keepBodies);
    }
}
