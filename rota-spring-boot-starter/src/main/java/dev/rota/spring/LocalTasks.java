package dev.rota.spring;

import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.scheduling.concurrent.CustomizableThreadFactory;

/** Runs tasks that are kept in memory alone: a bounded number, and those that are left when the process stops. */
final class LocalTasks implements SmartLifecycle {
    private static final Logger LOG = LoggerFactory.getLogger(LocalTasks.class);
    /** After a web server has finished its requests and stopped, since they add tasks. */
    private static final int PHASE = SmartLifecycle.DEFAULT_PHASE - 3072;

    private final RotaProperties.LocalTasks settings;
    private final Duration grace;
    private final Semaphore places;
    private @Nullable ExecutorService executor;

    LocalTasks(RotaProperties.LocalTasks settings, Duration grace) {
        if (settings.threads() < 1 || settings.capacity() < 1) {
            throw new RotaConfigurationException(
                    "rota.local-tasks.threads is " + settings.threads() + " and rota.local-tasks.capacity is "
                            + settings.capacity() + ", expected 1 or more.",
                    "Correct them, or remove them to have the defaults.");
        }
        this.settings = settings;
        this.grace = grace;
        this.places = new Semaphore(settings.capacity());
    }

    /** Takes the place of one task, to be used by {@link #run} or given back by {@link #release}. */
    void reserve() {
        if (!places.tryAcquire()) {
            throw new RejectedExecutionException(settings.capacity()
                    + " local tasks wait or run, as many as rota.local-tasks.capacity allows: add a job instead, which"
                    + " can wait in the database, or raise it");
        }
    }

    void release() {
        places.release();
    }

    /** Runs a task in the place that was reserved for it; loses it if the application stops. */
    synchronized void run(Runnable task) {
        if (executor == null) {
            release();
            LOG.warn("A local task is lost, because the application stops");
            return;
        }
        executor.execute(() -> {
            try {
                task.run();
            } catch (RuntimeException | Error e) {
                LOG.error("A local task failed, and is not tried again", e);
            } finally {
                release();
            }
        });
    }

    @Override
    public synchronized void start() {
        if (executor == null) {
            executor = Executors.newFixedThreadPool(settings.threads(), new CustomizableThreadFactory("rota-local-"));
        }
    }

    @Override
    public void stop() {
        ExecutorService stopping;
        synchronized (this) {
            stopping = executor;
            executor = null;
        }
        if (stopping == null) {
            return;
        }
        stopping.shutdown();
        try {
            if (!stopping.awaitTermination(grace.toMillis(), TimeUnit.MILLISECONDS)) {
                int left = settings.capacity() - places.availablePermits();
                LOG.warn("{} local tasks had not ended after {} s and are lost", left, grace.toSeconds());
                stopping.shutdownNow().forEach(never -> release());
            }
        } catch (InterruptedException e) {
            stopping.shutdownNow().forEach(never -> release());
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public synchronized boolean isRunning() {
        return executor != null;
    }

    @Override
    public int getPhase() {
        return PHASE;
    }
}
