package dev.rota.console;

import java.time.Duration;

/** What the dashboard, REST and the commands keep. */
public interface ConsoleStore {
    /** Who may log in with a password. */
    UserStore users();

    /** Tokens that programs call the API with. */
    TokenStore tokens();

    /** Who is logged in with a browser. */
    SessionStore sessions();

    /** With what a program gets its next access token. */
    RefreshStore refreshes();

    /** Links that work once. */
    LinkStore links();

    /** Who did what. */
    AuditLog audit();

    /** Searches that people have given a name. */
    ViewStore views();

    /** What is done to many jobs at once. */
    OperationStore operations();

    /** What was answered to requests that may be sent again. */
    IdempotencyStore idempotency();

    /** Values that all processes share. */
    SettingStore settings();

    /**
     * Deletes what has expired and what retention allows to be deleted.
     *
     * @param limit how many rows of each kind at the most, 1 or more
     * @return how many were deleted; 0 means nothing is left to delete
     */
    long prune(Retention retention, int limit);

    /**
     * How long what is over is kept. What expires by itself (sessions, links, idempotency keys) is not meant.
     *
     * @param audit entries of the audit, after they were made, at least 1 day
     * @param operations after they ended, at least 1 day
     * @param tokens after they expired or were revoked, at least 1 day
     */
    record Retention(Duration audit, Duration operations, Duration tokens) {
        /** 400 days of audit, 90 days of operations, 90 days of tokens that work no more. */
        public static final Retention DEFAULTS =
                new Retention(Duration.ofDays(400), Duration.ofDays(90), Duration.ofDays(90));

        public Retention {
            atLeastOneDay("audit", audit);
            atLeastOneDay("operations", operations);
            atLeastOneDay("tokens", tokens);
        }

        private static void atLeastOneDay(String what, Duration found) {
            if (found.compareTo(Duration.ofDays(1)) < 0) {
                throw new IllegalArgumentException(
                        "Retention of " + what + " is " + found + ", expected 1 day (PT24H) or more");
            }
        }

        public Retention audit(Duration newAudit) {
            return new Retention(newAudit, operations, tokens);
        }
    }
}
