package dev.rota.jdbc;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Schedules that are due and cannot be read or planned. They are tried again and again, so each is complained of once,
 * until it has fired. Thread-safe.
 */
public final class Unfired {
    private static final Logger LOG = LoggerFactory.getLogger(Unfired.class);

    private final Set<String> names = ConcurrentHashMap.newKeySet();

    public void add(String schedule, RuntimeException because) {
        if (names.add(schedule)) {
            LOG.error("Schedule {} is due and cannot fire, will be tried again", schedule, because);
        } else {
            LOG.debug("Schedule {} still cannot fire", schedule, because);
        }
    }

    public boolean contains(String schedule) {
        return names.contains(schedule);
    }

    public void remove(String schedule) {
        names.remove(schedule);
    }
}
