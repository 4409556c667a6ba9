package dev.rota.console;

import java.time.Duration;
import java.util.Map;

/** What was answered to requests that carry a key and may be sent again. An answer is kept for 24 hours. */
public interface IdempotencyStore {
    /** How long a key is kept, from its first request. */
    Duration KEPT = Duration.ofHours(24);

    /** A request that has not been answered for so long may be begun anew: its process died. */
    Duration GIVEN_UP = Duration.ofMinutes(1);

    /** Begins a request. Of two who begin the same at once, one gets {@link Begun.New}. */
    Begun begin(Key key, SecretHash request);

    /**
     * Keeps the answer.
     *
     * @param lease as {@link Begun.New} gave it
     * @return false if the request was given up meanwhile, and begun anew by another
     */
    boolean complete(Key key, long lease, Answer answer);

    /** Forgets a request that was not answered, so that it may be sent again. False as in {@link #complete}. */
    boolean abandon(Key key, long lease);

    /**
     * Under what a request is known.
     *
     * @param principal who sends it, 1 to 100 characters: another's keys are other keys
     * @param text the key that was sent, 1 to 200 characters
     */
    record Key(String principal, String text) {
        private static final int LONGEST = 200;

        public Key {
            Texts.name("Principal", principal, Texts.NAME);
            Texts.name("Idempotency key", text, LONGEST);
        }
    }

    /** What there is to do about a request. */
    sealed interface Begun {
        /**
         * It is to be carried out.
         *
         * @param lease to be given with the answer
         */
        record New(long lease) implements Begun {}

        /** It was carried out, and was answered so. */
        record Replay(Answer answer) implements Begun {}

        /** The key was used for another request. */
        record Conflict() implements Begun {}

        /** It is being carried out. */
        record Running() implements Begun {}
    }

    /**
     * An answer.
     *
     * @param status of HTTP, 100 to 599
     * @param headers that are kept, 50 at the most, names and values 8 Ki characters together at the most
     * @param body 1 Mi characters at the most
     */
    record Answer(int status, Map<String, String> headers, String body) {
        private static final int MOST_HEADERS = 50;
        private static final int LONGEST_HEADERS = 8 * 1024;
        private static final int LONGEST_BODY = 1024 * 1024;

        public Answer {
            headers = Map.copyOf(headers);
            if (status < 100 || status > 599) {
                throw new IllegalArgumentException("Status is " + status + ", expected 100 to 599");
            }
            if (headers.size() > MOST_HEADERS) {
                throw new IllegalArgumentException(
                        "Answer has " + headers.size() + " headers, expected " + MOST_HEADERS + " at the most");
            }
            StringBuilder all = new StringBuilder();
            headers.forEach((name, value) -> all.append(name).append(value));
            Texts.bounded("Headers of the answer together", all.toString(), LONGEST_HEADERS);
            Texts.bounded("Body of the answer", body, LONGEST_BODY);
        }
    }
}
