package dev.rota.engine;

import dev.rota.store.Exchange;
import dev.rota.store.Store;
import java.util.List;
import java.util.Set;
import java.util.function.BiConsumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes outcomes one at a time, after they were refused together. What the store refuses twice, though it takes a
 * heartbeat in between, is replaced by an outcome that says so. If nothing is taken the store is at fault: an attempt that
 * succeeded must not become one that failed because a password was changed.
 */
final class OneByOne {
    private static final Logger LOG = LoggerFactory.getLogger(OneByOne.class);

    private final Store store;
    private final Worker worker;
    private final BiConsumer<Ended, Exchange.Answer> written;

    OneByOne(Store store, Worker worker, BiConsumer<Ended, Exchange.Answer> written) {
        this.store = store;
        this.worker = worker;
        this.written = written;
    }

    /** False if the fault may be the store's: then the outcome is to wait. */
    boolean write(Ended ended) {
        try {
            exchange(ended);
            return true;
        } catch (RuntimeException e) {
            return !Failures.mayPass(e) && takesHeartbeat() && writeAgain(ended);
        }
    }

    private boolean writeAgain(Ended ended) {
        try {
            exchange(ended);
            return true;
        } catch (RuntimeException e) {
            return !Failures.mayPass(e) && isWritten(ended.refused(e));
        }
    }

    private boolean isWritten(Ended replacement) {
        try {
            exchange(replacement);
            return true;
        } catch (RuntimeException e) {
            LOG.error("Neither an outcome nor one that says it was refused can be written, tried again", e);
            return false;
        }
    }

    private boolean takesHeartbeat() {
        try {
            return store.workers().heartbeat(worker.id()).known();
        } catch (RuntimeException e) {
            LOG.debug("The store takes no heartbeat either", e);
            return false;
        }
    }

    private void exchange(Ended ended) {
        written.accept(
                ended, store.jobs().exchange(new Exchange(worker.id(), List.of(ended.finish()), List.of(), Set.of())));
    }
}
