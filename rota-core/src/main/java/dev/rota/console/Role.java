package dev.rota.console;

/** What somebody may do. Each role may do what the ones before it may. */
public enum Role {
    /** See everything, with secrets redacted. */
    VIEWER,
    /** Run, retry, cancel and enqueue jobs; pause and resume queues and schedules. */
    OPERATOR,
    /** Delete jobs, change limits, drain workers. */
    ADMIN;

    /** True if who has this role may do what {@code needed} may. */
    public boolean includes(Role needed) {
        return ordinal() >= needed.ordinal();
    }
}
