package dev.rota.store;

import java.util.Set;
import java.util.function.Consumer;

/**
 * Tells the workers, of this process and of others, that there is something to do. Only makes things prompt: a signal may
 * be lost, and polling finds the job all the same.
 */
public interface WakeUps {
    /**
     * Tells all listeners, those of this store too, that these queues have got jobs, or that a cancellation waits; an empty
     * set says that anything may have happened. Never throws; may be coalesced.
     */
    void send(Set<String> queues);

    /**
     * Listens until closed. Starts again by itself when its connection breaks.
     *
     * @param listener is given the queues; an empty set means that anything may have happened
     */
    Listening listen(Consumer<Set<String>> listener);

    /** Ends listening when closed. */
    interface Listening extends AutoCloseable {
        /**
         * True while what other processes send is heard at once, so that they need not be asked often. A signal that was
         * sent while this was true may still be lost.
         */
        default boolean isPrompt() {
            return false;
        }

        @Override
        void close();
    }

    /** For a store that has none. */
    WakeUps NONE = new WakeUps() {
        @Override
        public void send(Set<String> queues) {}

        @Override
        public Listening listen(Consumer<Set<String>> listener) {
            return () -> {};
        }
    };
}
