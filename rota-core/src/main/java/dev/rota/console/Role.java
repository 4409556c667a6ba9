package dev.rota.console;

import java.util.Arrays;
import java.util.Set;
import java.util.stream.Collectors;

/** What somebody may do, as a set of scopes. Each role may do what the ones before it may. */
public enum Role {
    /** See everything, with secrets redacted. */
    VIEWER,
    /** Run, retry, cancel and enqueue jobs; pause and resume queues and schedules. */
    OPERATOR,
    /** Delete jobs, change schedules and limits, drain workers, give out tokens. */
    ADMIN;

    /** True if who has this role may do what {@code needed} may. */
    public boolean includes(Role needed) {
        return ordinal() >= needed.ordinal();
    }

    /** What it allows. */
    public Set<Scope> scopes() {
        return Arrays.stream(Scope.values())
                .filter(scope -> includes(scope.least()))
                .collect(Collectors.toUnmodifiableSet());
    }
}
