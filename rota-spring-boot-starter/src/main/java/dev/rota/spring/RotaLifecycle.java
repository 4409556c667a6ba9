package dev.rota.spring;

import dev.rota.Rota;
import dev.rota.event.RotaListener;
import dev.rota.schedule.Schedule;
import java.time.Duration;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.context.SmartLifecycle;

/**
 * Starts the engine when all beans are there, and stops it when the context begins to close: in the phase in which a web
 * server finishes its requests, beside it, so that both are done before any database is closed. Requests that are finished
 * meanwhile can still enqueue.
 */
final class RotaLifecycle implements SmartLifecycle, SmartInitializingSingleton {
    /** The phase of a web server's graceful shutdown. */
    static final int PHASE = SmartLifecycle.DEFAULT_PHASE - 1024;

    private static final Logger LOG = LoggerFactory.getLogger(RotaLifecycle.class);

    private final Rota rota;
    private final Plan plan;
    private final ObjectProvider<RotaListener> listeners;
    private volatile boolean running;

    /**
     * What is started.
     *
     * @param named true if the application has a name, so that schedules it defines no more are known as its own
     * @param working false if this process only enqueues
     * @param grace how long a stop waits for running attempts
     */
    record Plan(
            List<FoundJob<?>> jobs, ScheduleBeans.Found schedules, boolean named, boolean working, Duration grace) {}

    RotaLifecycle(Rota rota, Plan plan, ObjectProvider<RotaListener> listeners) {
        this.rota = rota;
        this.plan = plan;
        this.listeners = listeners;
    }

    @Override
    public void afterSingletonsInstantiated() {
        listeners.orderedStream().forEach(rota::listen);
        if (plan.working()) {
            plan.jobs().forEach(job -> job.handler().prepare());
        }
    }

    @Override
    public synchronized void start() {
        if (running) {
            return;
        }
        if (plan.named()) {
            rota.schedules().define(plan.schedules().enabled());
        } else {
            rota.schedules().put(plan.schedules().enabled().toArray(Schedule[]::new));
        }
        for (String name : plan.schedules().disabled()) {
            if (rota.schedules().remove(name)) {
                LOG.info("Schedule {} is disabled in the configuration and was removed", name);
            }
        }
        if (plan.working()) {
            rota.start();
        }
        running = true;
    }

    @Override
    public synchronized void stop() {
        rota.stop(plan.grace());
        running = false;
    }

    @Override
    public void stop(Runnable callback) {
        Thread stopping = new Thread(
                () -> {
                    try {
                        stop();
                    } finally {
                        callback.run();
                    }
                },
                "rota-stop");
        stopping.start();
    }

    @Override
    public boolean isRunning() {
        return running;
    }

    @Override
    public int getPhase() {
        return PHASE;
    }
}
