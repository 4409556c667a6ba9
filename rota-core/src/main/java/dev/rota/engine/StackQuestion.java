package dev.rota.engine;

import dev.rota.store.Store;
import dev.rota.store.WorkerStore;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Asks the worker of a job where its handler is in its code. The question stands in the store until it is answered, and
 * the worker sees it with what it looks at anyway, at once if it hears signals. Frames name classes, methods and lines of
 * code and never hold a value, so there is nothing to redact.
 */
final class StackQuestion {
    /** As much as is kept of the stack trace of an error. */
    static final int MOST_CHARS = 64_000;

    private static final long FIRST_LOOK_MS = 10;
    private static final long LONGEST_PAUSE_MS = 100;

    private final Store store;

    StackQuestion(Store store) {
        this.store = store;
    }

    /**
     * Asks, and waits for the answer.
     *
     * @param most how long to wait
     * @return the frames, the innermost first, none if the handler has not begun or the job is over; empty if there is no
     *     answer in time, or the caller was interrupted
     */
    Optional<List<String>> ask(long jobId, Duration most) {
        WorkerStore workers = store.workers();
        OptionalLong question = workers.askStack(jobId);
        if (question.isEmpty()) {
            return Optional.of(List.of());
        }
        try {
            store.wakeUps().send(Set.of());
            return await(question.getAsLong(), System.nanoTime() + most.toNanos());
        } finally {
            workers.forgetStack(question.getAsLong());
        }
    }

    private Optional<List<String>> await(long question, long endNanos) {
        long pause = FIRST_LOOK_MS;
        while (true) {
            Optional<String> answer = store.workers().stackAnswer(question);
            long left = TimeUnit.NANOSECONDS.toMillis(endNanos - System.nanoTime());
            if (answer.isPresent() || left <= 0 || !passed(Math.min(left, pause))) {
                return answer.map(text -> text.lines().toList());
            }
            pause = Math.min(LONGEST_PAUSE_MS, 2 * pause);
        }
    }

    /** False if the caller was interrupted meanwhile. */
    private static boolean passed(long millis) {
        try {
            // Nobody counts it down: the time passes.
            boolean unused = new CountDownLatch(1).await(millis, TimeUnit.MILLISECONDS);
            return true;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    /** As it stands in the store: a line for each frame, cut where it gets too long. */
    static String text(Optional<List<StackTraceElement>> stack) {
        StringBuilder text = new StringBuilder();
        int left = stack.map(List::size).orElse(0);
        for (StackTraceElement frame : stack.orElse(List.of())) {
            String line = frame.toString();
            if (text.length() + line.length() > MOST_CHARS) {
                return text.append("… ").append(left).append(" frames more").toString();
            }
            text.append(line).append('\n');
            left--;
        }
        return text.toString();
    }
}
