package dev.rota.console;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** One thing that one may be allowed to do. Each route asks for one; a {@link Role} is a set of them. */
public enum Scope {
    JOBS_READ(Role.VIEWER),
    /** Enqueue, retry, cancel, make due. */
    JOBS_WRITE(Role.OPERATOR),
    JOBS_DELETE(Role.ADMIN),
    /** See what is redacted for others. */
    JOBS_REVEAL(Role.ADMIN),
    SCHEDULES_READ(Role.VIEWER),
    SCHEDULES_RUN(Role.OPERATOR),
    SCHEDULES_PAUSE(Role.OPERATOR),
    SCHEDULES_WRITE(Role.ADMIN),
    QUEUES_READ(Role.VIEWER),
    QUEUES_PAUSE(Role.OPERATOR),
    QUEUES_WRITE(Role.ADMIN),
    WORKERS_READ(Role.VIEWER),
    WORKERS_WRITE(Role.ADMIN),
    OPERATIONS_READ(Role.VIEWER),
    OPERATIONS_WRITE(Role.OPERATOR),
    METRICS_READ(Role.VIEWER),
    SETTINGS_READ(Role.VIEWER),
    SETTINGS_WRITE(Role.ADMIN),
    /** Make and revoke tokens of users and programs, and change users. */
    TOKENS_WRITE(Role.ADMIN),
    AUDIT_READ(Role.ADMIN),
    MAIL_READ(Role.VIEWER),
    MAIL_RELEASE(Role.ADMIN);

    private final Role least;

    Scope(Role least) {
        this.least = least;
    }

    /** The least of the roles that have it. */
    public Role least() {
        return least;
    }

    /** As it stands in tokens and on the command line: {@code jobs:read}. */
    public String text() {
        return name().toLowerCase(Locale.ROOT).replace('_', ':');
    }

    /** The scope of that text; empty if there is none. */
    public static Optional<Scope> of(@Nullable String text) {
        return Arrays.stream(values())
                .filter(scope -> scope.text().equals(text))
                .findFirst();
    }
}
