package dev.rota.engine;

import dev.rota.event.RotaEvent;
import dev.rota.store.StoreException;
import java.time.Duration;
import org.slf4j.Logger;

/** Reports that something failed which is tried again: in a line if the store cannot be reached, else with its trace. */
final class Failures {
    private Failures() {}

    static void report(Logger log, Events events, String duty, RuntimeException error, Duration retryIn) {
        if (mayPass(error)) {
            log.warn("{} failed and is tried again in {} ms: {}", duty, retryIn.toMillis(), error.getMessage());
        } else {
            log.error("{} failed and is tried again in {} ms", duty, retryIn.toMillis(), error);
        }
        events.tell(new RotaEvent.StoreFailed(duty, error, retryIn));
    }

    /** True if it lies with the store's being reached, not with what was asked of it. */
    static boolean mayPass(Throwable error) {
        return error instanceof StoreException failed && failed.isWorthRetrying();
    }
}
