package dev.rota.web.query;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** What a term is about. */
public enum Key {
    STATE(Kind.STATE, "failed"),
    TYPE(Kind.TEXT, "invoice.*"),
    QUEUE(Kind.TEXT, "mail"),
    TAG(Kind.TEXT, "tenant:acme"),
    ID(Kind.NUMBER, "4711"),
    WORKER(Kind.NUMBER, "12"),
    SCHEDULE(Kind.TEXT, "nightly"),
    PARENT(Kind.NUMBER, "4711"),
    BATCH(Kind.NUMBER, "4711"),
    /** The fingerprint of the last error. */
    FP(Kind.TEXT, "0123456789abcdef"),
    /** Words in the last error. */
    ERROR(Kind.TEXT, "\"timed out\""),
    TRACE(Kind.TEXT, "4bf92f3577b34da6"),
    /** The unique key. */
    UNIQUE(Kind.TEXT, "welcome-42"),
    PRIORITY(Kind.NUMBER, "<0"),
    ATTEMPT(Kind.NUMBER, ">1"),
    /** How long the last attempt has run. */
    RAN(Kind.DURATION, ">5s"),
    /** How long the job waited, or waits, from being due to being claimed. */
    WAIT(Kind.DURATION, ">1m"),
    /** Enqueued at this time or later; also so long ago at the most. */
    SINCE(Kind.TIME, "1h"),
    /** Enqueued before this time; also so long ago at the least. */
    UNTIL(Kind.TIME, "2026-11-20T12:00:00Z"),
    /** A member of the arguments; followed by its path. */
    ARGS(Kind.MEMBER, "args.customer.id:42"),
    /** A member of the result; followed by its path. */
    RESULT(Kind.MEMBER, "result.count:0");

    private final Kind kind;
    private final String example;

    enum Kind {
        STATE,
        TEXT,
        NUMBER,
        DURATION,
        TIME,
        MEMBER
    }

    Key(Kind kind, String example) {
        this.kind = kind;
        this.example = example;
    }

    Kind kind() {
        return kind;
    }

    /** As it is written. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** A term with this key, to show what it looks like. */
    public String example() {
        return kind == Kind.MEMBER ? example : word() + ":" + example;
    }

    static Optional<Key> of(String word) {
        return Arrays.stream(values())
                .filter(key -> key.kind != Kind.MEMBER && key.word().equals(word))
                .findFirst();
    }

    /** All keys as they are written, the members with the dot that must follow. */
    public static List<String> words() {
        return Arrays.stream(values())
                .map(key -> key.kind == Kind.MEMBER ? key.word() + "." : key.word())
                .toList();
    }
}
