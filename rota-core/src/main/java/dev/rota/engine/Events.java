package dev.rota.engine;

import dev.rota.event.RotaEvent;
import dev.rota.event.RotaListener;
import dev.rota.job.NewJob;
import dev.rota.schedule.Fire;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tells listeners what happened. Thread-safe. */
public final class Events {
    private static final Logger LOG = LoggerFactory.getLogger(Events.class);
    private final List<RotaListener> listeners = new CopyOnWriteArrayList<>();

    public void add(RotaListener listener) {
        listeners.add(listener);
    }

    public void remove(RotaListener listener) {
        listeners.remove(listener);
    }

    /** Tells of a job that was made for an enqueue. */
    void enqueued(long id, NewJob job) {
        enqueued(id, job, null);
    }

    /** Tells of the jobs that were made for fires, whose schedules make this one. */
    void enqueued(List<Fire> fires, NewJob job) {
        for (Fire fire : fires) {
            Long id = fire.jobId();
            if (id != null) {
                enqueued(id, job, fire.schedule());
            }
        }
    }

    private void enqueued(long id, NewJob job, @Nullable String schedule) {
        tell(new RotaEvent.Enqueued(id, job.type(), job.queue(), schedule));
    }

    void tell(RotaEvent event) {
        for (RotaListener listener : listeners) {
            try {
                listener.on(event);
            } catch (Throwable e) {
                // An Error too: a listener must not end the thread that tells it, and with it the jobs that run there.
                LOG.warn("A listener failed on {}", event, e);
            }
        }
    }
}
