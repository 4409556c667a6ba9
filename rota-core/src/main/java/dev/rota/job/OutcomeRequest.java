package dev.rota.job;

import java.time.Duration;

/** Thrown by a handler to ask for an outcome other than success or an ordinary failure. Carries no stack trace. */
public final class OutcomeRequest extends RuntimeException {
    private static final long serialVersionUID = 1L;
    private final transient Wish wish;

    public OutcomeRequest(Wish wish) {
        super(wish.toString(), null, false, false);
        this.wish = wish;
    }

    public Wish wish() {
        return wish;
    }

    /** What a handler may ask for. */
    public sealed interface Wish {
        /** Why, in words. */
        String reason();
    }

    /** Run again after {@code delay}; counts as no attempt. */
    public record Snooze(Duration delay, String reason) implements Wish {}

    /** Failed; again after {@code delay} if attempts are left. */
    public record RetryIn(Duration delay, String reason) implements Wish {}

    /** Not wanted any more. */
    public record Cancel(String reason) implements Wish {}

    /** Failed for good. */
    public record Fail(String reason) implements Wish {}
}
