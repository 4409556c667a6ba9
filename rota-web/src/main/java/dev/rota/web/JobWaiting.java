package dev.rota.web;

import dev.rota.Rota;
import dev.rota.event.RotaEvent;
import dev.rota.event.RotaListener;
import dev.rota.job.Job;
import io.javalin.http.Context;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Lets requests wait for the end of a job without holding a thread each: one thread looks for all of them, at once when this
 * process hears of such a job, and from time to time for what others work. Thread-safe.
 */
final class JobWaiting implements RotaListener, AutoCloseable {
    /** Requests that wait. */
    static final int MOST = 500;

    private static final Logger LOG = LoggerFactory.getLogger(JobWaiting.class);
    private static final Duration LONGEST = Duration.ofSeconds(60);
    private static final long LOOK_MILLIS = 500;

    private final Rota rota;
    private final List<Waiting> waiting = new ArrayList<>();
    private @Nullable ScheduledExecutorService thread;
    private boolean closed;

    private record Waiting(long jobId, long untilNanos, CompletableFuture<Job> answer) {}

    JobWaiting(Rota rota) {
        this.rota = rota;
        rota.listen(this);
    }

    /**
     * Answers when the job has ended, or after the time that the request names; at once if it names none.
     *
     * @throws Problem if the request asks for something else
     */
    void answer(Context ctx, Job job, BiConsumer<Context, Job> answer) {
        String wait = Requests.query(ctx, "wait");
        String until = Requests.query(ctx, "until");
        if (until != null && !until.equals("finished")) {
            throw Problem.malformed("until is " + Labels.shortened(until, 50) + ", expected finished");
        }
        if (until != null && wait == null) {
            throw Problem.malformed("There is until but no wait, expected such as wait=30s");
        }
        Duration most = wait == null ? Duration.ZERO : length(wait);
        if (most.isZero() || job.state().isFinished()) {
            answer.accept(ctx, job);
            return;
        }
        CompletableFuture<Job> end = add(job.id(), most);
        ctx.future(() -> end.thenAccept(found -> answer.accept(ctx, found)));
        // It may have ended before anybody listened for it.
        look();
    }

    private static Duration length(String text) {
        Duration length;
        try {
            length = Lengths.parse("/wait", text);
        } catch (Problem e) {
            throw Problem.malformed(e.detail());
        }
        if (length.isNegative() || length.compareTo(LONGEST) > 0) {
            throw Problem.malformed("wait is " + Labels.shortened(text, 50) + ", expected 60s at the most");
        }
        return length;
    }

    private synchronized CompletableFuture<Job> add(long jobId, Duration most) {
        if (waiting.size() >= MOST || closed) {
            throw Problem.of(429, "too-many-waiting", "Too many requests wait", MOST + " requests wait, expected less")
                    .hint("Ask again in a moment, without wait.");
        }
        Waiting one = new Waiting(jobId, System.nanoTime() + most.toNanos(), new CompletableFuture<>());
        waiting.add(one);
        if (thread == null) {
            ScheduledExecutorService made = Executors.newSingleThreadScheduledExecutor(work -> {
                Thread looker = new Thread(work, "rota-web-waiting");
                looker.setDaemon(true);
                return looker;
            });
            var unused = made.scheduleWithFixedDelay(this::safely, LOOK_MILLIS, LOOK_MILLIS, TimeUnit.MILLISECONDS);
            thread = made;
        }
        return one.answer();
    }

    @Override
    public void on(RotaEvent event) {
        if (event instanceof RotaEvent.JobEvent job && isAwaited(job.jobId())) {
            look();
        }
    }

    private synchronized boolean isAwaited(long jobId) {
        return waiting.stream().anyMatch(one -> one.jobId() == jobId);
    }

    private synchronized void look() {
        if (thread != null && !closed) {
            thread.execute(this::safely);
        }
    }

    private void safely() {
        try {
            lookNow();
        } catch (RuntimeException e) {
            // The next look tries again, and whoever has waited long enough then is told what is wrong.
            LOG.warn("The end of jobs could not be looked for: {}", e.toString());
            overdue().forEach(one -> one.answer().completeExceptionally(e));
        }
    }

    private synchronized List<Waiting> all() {
        return new ArrayList<>(waiting);
    }

    private List<Waiting> overdue() {
        long now = System.nanoTime();
        List<Waiting> overdue =
                all().stream().filter(one -> one.untilNanos() - now <= 0).toList();
        forget(overdue);
        return overdue;
    }

    private synchronized void forget(List<Waiting> ended) {
        waiting.removeAll(ended);
    }

    private void lookNow() {
        List<Waiting> all = all();
        if (all.isEmpty()) {
            return;
        }
        Map<Long, Job> found = new HashMap<>();
        rota.store()
                .archive()
                .findAll(all.stream().map(Waiting::jobId).collect(Collectors.toSet()))
                .forEach(job -> found.put(job.id(), job));
        long now = System.nanoTime();
        List<Waiting> ended = all.stream()
                .filter(one -> isOver(found.get(one.jobId()), one.untilNanos() - now))
                .toList();
        forget(ended);
        for (Waiting one : ended) {
            Job job = found.get(one.jobId());
            if (job == null) {
                one.answer().completeExceptionally(Problem.notFound("job", one.jobId()));
            } else {
                one.answer().complete(job);
            }
        }
    }

    private static boolean isOver(@Nullable Job job, long leftNanos) {
        return job == null || job.state().isFinished() || leftNanos <= 0;
    }

    @Override
    public void close() {
        List<Waiting> left = all();
        synchronized (this) {
            closed = true;
            if (thread != null) {
                thread.shutdownNow();
            }
        }
        forget(left);
        left.forEach(one -> one.answer()
                .completeExceptionally(
                        Problem.of(503, "stopping", "The server stops", "The server stops before the job has ended")));
    }
}
