package dev.rota.engine;

import dev.rota.event.RotaEvent;
import dev.rota.event.RotaListener;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
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
