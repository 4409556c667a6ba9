package dev.rota.engine;

import java.time.Duration;

/** Why an attempt is asked to end before it is done. A graver cause replaces a lighter one, in this order. */
sealed interface Stopping {
    int gravity();

    /** Nothing asks it to end. */
    record No() implements Stopping {
        @Override
        public int gravity() {
            return 0;
        }
    }

    /** This worker stops. */
    record Shutdown() implements Stopping {
        @Override
        public int gravity() {
            return 1;
        }
    }

    /** Its time is up. */
    record Timeout(Duration limit) implements Stopping {
        @Override
        public int gravity() {
            return 2;
        }
    }

    /** Somebody asked for the job to be cancelled. */
    record Cancel(String reason) implements Stopping {
        @Override
        public int gravity() {
            return 3;
        }
    }

    /** The job is no longer this worker's. */
    record Lost() implements Stopping {
        @Override
        public int gravity() {
            return 4;
        }
    }
}
