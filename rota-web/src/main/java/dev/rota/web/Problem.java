package dev.rota.web;

import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Why a request cannot be answered as it was meant, in the terms of RFC 9457. */
final class Problem extends RuntimeException {
    private static final long serialVersionUID = 1L;
    /** What retention deletes. */
    private static final Set<String> RETAINED = Set.of("job", "operation", "group of failures");

    private final int status;
    private final String code;
    private final String title;
    private final transient Facts facts;

    /**
     * What is known besides.
     *
     * @param errors which parts of the request are at fault
     * @param currentState of what does not allow it
     * @param allowedActions what it does allow
     * @param retryAfter when it may be tried again; null if that is not known
     */
    record Facts(
            List<FieldError> errors,
            @Nullable String hint,
            @Nullable String currentState,
            @Nullable List<String> allowedActions,
            @Nullable Duration retryAfter) {
        static final Facts NONE = new Facts(List.of(), null, null, null, null);
    }

    /** A part of the request body, as a JSON pointer, and what is wrong with it. */
    record FieldError(String pointer, String detail) {}

    private Problem(int status, String code, String title, String detail, Facts facts) {
        super(detail);
        this.status = status;
        this.code = code;
        this.title = title;
        this.facts = facts;
    }

    static Problem of(int status, String code, String title, String detail) {
        return new Problem(status, code, title, detail, Facts.NONE);
    }

    static Problem of(int status, String code, String title, String detail, List<FieldError> errors) {
        return new Problem(status, code, title, detail, new Facts(errors, null, null, null, null));
    }

    static Problem notFound(String what, Object name) {
        return of(404, "not-found", "Not found", "There is no " + what + " " + name)
                .hint(
                        RETAINED.contains(what)
                                ? "It may have been deleted by retention, or never have been here."
                                : "It may have been deleted, or never have been here under this name.");
    }

    static Problem malformed(String detail) {
        return of(400, "malformed", "Request is malformed", detail);
    }

    /** A part of the body has a value that is not allowed. */
    static Problem invalid(String code, String title, String pointer, String detail) {
        return new Problem(
                422, code, title, detail, new Facts(List.of(new FieldError(pointer, detail)), null, null, null, null));
    }

    /** The database answers, but not in time. */
    static Problem tooSlow() {
        return of(
                503,
                "too-slow",
                "The search took too long",
                "It took too long, and was given up: narrow the search, by a type, a queue or a state, or by a time such as"
                        + " since:1h");
    }

    /** A job is in a state that does not allow what was asked. */
    static Problem wrongState(long id, String action, String state, List<String> allowed) {
        String may = allowed.isEmpty() ? "nothing" : String.join(" or ", allowed);
        return new Problem(
                409,
                "wrong-state",
                "The job's state does not allow it",
                "Job " + id + " is " + state + ": expected a state that allows " + action,
                new Facts(List.of(), "What its state allows: " + may + ".", state, allowed, null));
    }

    /** Something else than a job is in a state that does not allow what was asked. */
    static Problem wrongState(String title, String detail, String hint, String state, List<String> allowed) {
        return new Problem(409, "wrong-state", title, detail, new Facts(List.of(), hint, state, allowed, null));
    }

    Problem hint(String hint) {
        return new Problem(
                status,
                code,
                title,
                detail(),
                new Facts(facts.errors(), hint, facts.currentState(), facts.allowedActions(), facts.retryAfter()));
    }

    /** The same with the time after which it may be tried again. */
    Problem retryAfter(Duration wait) {
        return new Problem(
                status,
                code,
                title,
                detail(),
                new Facts(facts.errors(), facts.hint(), facts.currentState(), facts.allowedActions(), wait));
    }

    int status() {
        return status;
    }

    String code() {
        return code;
    }

    String title() {
        return title;
    }

    String detail() {
        return String.valueOf(getMessage());
    }

    Facts facts() {
        return facts;
    }

    static String lower(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT);
    }
}
