package dev.rota.cli;

import java.time.Duration;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Flow;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Hears a server's events, and falls back to looking every two seconds while there is no stream of them: a server may
 * be restarted, or a proxy may cut streams off. What an event says is not read: it only makes the command look again, so
 * that what is shown is always what the contract says.
 */
final class RestChanges implements Changes {
    /** A server sees what other processes change from its first look on, which it takes after a stream has been opened. */
    private static final Duration FIRST_LOOK = Duration.ofSeconds(3);

    /** Not all that a list shows is told by events. */
    private static final Duration LOOK_ANYWAY = Duration.ofSeconds(15);

    /** A server gives so many requests a minute, and one look may take several. */
    private static final Duration GAP = Duration.ofSeconds(1);

    /** A server gives a sign of life each 15 seconds. */
    private static final Duration SILENCE = Duration.ofSeconds(45);

    /** How long a stream that was refused is not asked for again. */
    private static final Duration REFUSED = Duration.ofMinutes(1);

    private final RestClient client;
    private final String path;
    private final Waiting waiting;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition told = lock.newCondition();
    private @Nullable Stream stream;
    private long nextTryNanos = System.nanoTime();

    /**
     * Opens a stream.
     *
     * @param topics of the contract, such as {@code queues} or {@code jobs:4711}
     */
    RestChanges(RestClient client, Set<String> topics, Waiting waiting) {
        this.client = client;
        this.path = "/events?topics=" + RestClient.encoded(String.join(",", topics));
        this.waiting = waiting;
        open();
    }

    private void open() {
        if (System.nanoTime() - nextTryNanos < 0) {
            return;
        }
        Stream fresh = new Stream();
        stream = fresh;
        fresh.answer = client.listen(path, fresh);
        var unused = fresh.answer.whenComplete((status, error) -> fresh.end(status != null && status != 200));
    }

    @Override
    public void await() {
        Stream current = stream;
        if (current == null || current.isOver()) {
            close();
            if (current != null && current.isRefused()) {
                nextTryNanos = System.nanoTime() + REFUSED.toNanos();
            }
            stream = null;
            open();
            waiting.pass(LOOK);
            return;
        }
        current.await();
    }

    @Override
    public void close() {
        if (stream != null) {
            stream.end(false);
        }
    }

    /** One answer of the server, which goes on as long as it tells something. */
    private final class Stream implements Flow.Subscriber<String> {
        private CompletableFuture<Integer> answer = new CompletableFuture<>();
        private Flow.@Nullable Subscription subscription;
        private boolean refused;
        private boolean over;
        private boolean news;
        private boolean settled;
        private long heardNanos = System.nanoTime();

        boolean isOver() {
            lock.lock();
            try {
                return over || System.nanoTime() - heardNanos > SILENCE.toNanos();
            } finally {
                lock.unlock();
            }
        }

        boolean isRefused() {
            lock.lock();
            try {
                return refused;
            } finally {
                lock.unlock();
            }
        }

        void await() {
            lock.lock();
            try {
                long left = (settled ? LOOK_ANYWAY : FIRST_LOOK).toNanos();
                while (!news && !over && left > 0) {
                    left = told.awaitNanos(left);
                }
                settled |= left <= 0;
                // What comes right after it goes into the same look.
                long gap = GAP.toNanos();
                while (news && !over && gap > 0) {
                    gap = told.awaitNanos(gap);
                }
                news = false;
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new CommandFailure(ExitCode.INTERRUPTED, "Interrupted.", e);
            } finally {
                lock.unlock();
            }
        }

        @Override
        public void onSubscribe(Flow.Subscription given) {
            lock.lock();
            try {
                subscription = given;
            } finally {
                lock.unlock();
            }
            given.request(Long.MAX_VALUE);
        }

        @Override
        public void onNext(String line) {
            lock.lock();
            try {
                heardNanos = System.nanoTime();
                if (line.startsWith("event:")) {
                    news = true;
                    told.signalAll();
                }
            } finally {
                lock.unlock();
            }
        }

        @Override
        public void onError(Throwable error) {
            end(false);
        }

        @Override
        public void onComplete() {
            end(false);
        }

        void end(boolean byRefusal) {
            lock.lock();
            try {
                refused |= byRefusal;
                over = true;
                told.signalAll();
                if (subscription != null) {
                    subscription.cancel();
                }
            } finally {
                lock.unlock();
            }
            answer.cancel(true);
        }
    }
}
