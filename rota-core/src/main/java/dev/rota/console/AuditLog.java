package dev.rota.console;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Who did what. Entries are appended, and deleted by retention; nothing else happens to them. */
public interface AuditLog {
    /** Appends what was done just now. */
    void append(Act act);

    /** Appends all or none, in order. */
    void append(List<Act> acts);

    /** Entries, the newest first. */
    List<Entry> list(Query query);

    /** How somebody came in. */
    enum Via {
        UI,
        API,
        CLI,
        /** The program itself. */
        SYSTEM
    }

    /**
     * What somebody did. An act is never refused for the length of what came from outside: the actor, the target and the
     * reason are cut, and end in "…"; JSON that is too long gives way to a JSON string that says so.
     *
     * @param actor user, token or program; 100 characters are kept
     * @param via how the actor came in
     * @param action what was done, {@code job.retry}, 1 to 100 characters
     * @param target to what, {@code job:4711}, or null; 300 characters are kept
     * @param before what it was, as JSON, or null; 256 Ki characters are kept
     * @param after what it became, as JSON, or null; 256 Ki characters are kept
     * @param reason why, as the actor says, or null; 1,000 characters are kept
     * @param requestId of the request in which it was done, or null; 100 characters are kept
     * @param address from where, or null; 100 characters are kept
     */
    record Act(
            String actor,
            Via via,
            String action,
            @Nullable String target,
            @Nullable String before,
            @Nullable String after,
            @Nullable String reason,
            @Nullable String requestId,
            @Nullable String address) {
        private static final int LONGEST_TARGET = 300;
        private static final int LONGEST_REASON = 1000;
        private static final int LONGEST_JSON = 256 * 1024;

        public Act {
            actor = Texts.cut(actor, Texts.NAME);
            Texts.name("Action", action, Texts.NAME);
            target = cut(target, LONGEST_TARGET);
            before = json(before);
            after = json(after);
            reason = cut(reason, LONGEST_REASON);
            requestId = cut(requestId, Texts.NAME);
            address = cut(address, Texts.NAME);
        }

        private static @Nullable String cut(@Nullable String value, int most) {
            return value == null ? null : Texts.cut(value, most);
        }

        private static @Nullable String json(@Nullable String value) {
            return value == null || value.length() <= LONGEST_JSON
                    ? cut(value, LONGEST_JSON)
                    : "\"" + value.length() + " characters, too long to be kept\"";
        }

        /** An act of which no more is known. */
        public static Act of(String actor, Via via, String action) {
            return new Act(actor, via, action, null, null, null, null, null, null);
        }

        public Act target(@Nullable String newTarget) {
            return new Act(actor, via, action, newTarget, before, after, reason, requestId, address);
        }

        /** Both as JSON, or null. */
        public Act change(@Nullable String newBefore, @Nullable String newAfter) {
            return new Act(actor, via, action, target, newBefore, newAfter, reason, requestId, address);
        }

        public Act reason(@Nullable String newReason) {
            return new Act(actor, via, action, target, before, after, newReason, requestId, address);
        }

        public Act from(@Nullable String newRequestId, @Nullable String newAddress) {
            return new Act(actor, via, action, target, before, after, reason, newRequestId, newAddress);
        }
    }

    /** An act that was recorded. */
    record Entry(long id, Instant at, Act act) {
        public Position position() {
            return new Position(at, id);
        }
    }

    /** The place of an entry in the log. */
    record Position(Instant at, long id) {}

    /**
     * Which entries to list. A null member does not restrict.
     *
     * @param actor by exactly this actor
     * @param via in this way only
     * @param actionPrefix whose action begins so: {@code job.} for all that was done to jobs
     * @param target done to exactly this
     * @param since at this time or later
     * @param until before this time
     * @param before after this place, in the order of the list: the position of the last entry of the page before
     * @param limit 1 to 1,000
     */
    record Query(
            @Nullable String actor,
            @Nullable Via via,
            @Nullable String actionPrefix,
            @Nullable String target,
            @Nullable Instant since,
            @Nullable Instant until,
            @Nullable Position before,
            int limit) {
        /** The newest 50. */
        public static final Query NEWEST = new Query(null, null, null, null, null, null, null, 50);

        public Query {
            Texts.limit(limit);
        }

        public Query actor(@Nullable String newActor) {
            return new Query(newActor, via, actionPrefix, target, since, until, before, limit);
        }

        public Query via(@Nullable Via newVia) {
            return new Query(actor, newVia, actionPrefix, target, since, until, before, limit);
        }

        public Query actionPrefix(@Nullable String newPrefix) {
            return new Query(actor, via, newPrefix, target, since, until, before, limit);
        }

        public Query target(@Nullable String newTarget) {
            return new Query(actor, via, actionPrefix, newTarget, since, until, before, limit);
        }

        public Query between(@Nullable Instant newSince, @Nullable Instant newUntil) {
            return new Query(actor, via, actionPrefix, target, newSince, newUntil, before, limit);
        }

        public Query before(@Nullable Position newBefore) {
            return new Query(actor, via, actionPrefix, target, since, until, newBefore, limit);
        }

        public Query limit(int newLimit) {
            return new Query(actor, via, actionPrefix, target, since, until, before, newLimit);
        }
    }
}
