package dev.rota.web;

import dev.rota.console.Role;
import dev.rota.console.Scope;
import dev.rota.web.query.Key;
import dev.rota.web.query.Term;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What stands around every page.
 *
 * @param title of the page
 * @param section which of the rail's entries it belongs to, by its address; empty for none
 * @param root from this page to the base path, so that links work below any prefix; without / at the end
 * @param environment shown beside the name; empty for none
 * @param accounts whether people log in here with accounts of this server
 * @param caller who looks; null if nobody is known
 * @param now by the store's clock; null if the store does not answer
 * @param rail its entries
 * @param notice what the reader's last act came to; null if there is nothing to say
 * @param undo what takes that act back; null if nothing does
 * @param made the job that it made; null if it made none, or is of no interest any more
 * @param frozen whether nothing may be set here, whoever looks
 * @param theme system, light or dark
 * @param taste how the reader likes pages
 * @param rules what is asked of people, and where else they may look
 */
record Shell(
        String title,
        String section,
        String root,
        String environment,
        boolean accounts,
        @Nullable Caller caller,
        @Nullable Instant now,
        List<RailEntry> rail,
        @Nullable String notice,
        @Nullable Undo undo,
        @Nullable Long made,
        boolean frozen,
        String theme,
        Taste taste,
        WebSettings.HouseRules rules,
        Files files) {

    /** An entry of the rail; {@code note} is a short count beside it, or empty. */
    record RailEntry(String path, String name, String note) {}

    /**
     * Addresses of the style sheet and the scripts, from the base path; {@code preview} is for forms that show what they would
     * do.
     */
    record Files(String style, String script, String keys, String preview) {}

    /** Whether the reader may do what the scope names, and it is not frozen. */
    boolean may(Scope scope) {
        return has(scope) && !(frozen && Access.to(scope).setting());
    }

    /** Whether the reader has the scope, though what it is for may be frozen. */
    boolean has(Scope scope) {
        return caller != null && caller.may(scope);
    }

    /** What may only be done with a reason, as {@link Reasons#VERBS} says it. */
    Set<String> reasoned() {
        return rules.requireReason();
    }

    boolean mayOperate() {
        return caller != null && caller.principal().has(Role.OPERATOR);
    }

    boolean mayAdministrate() {
        return caller != null && caller.principal().has(Role.ADMIN);
    }

    String csrf() {
        return caller == null ? "" : caller.csrf();
    }

    /** The colour of the environment: what it costs to take this one for another. */
    String environmentHue() {
        String name = environment.toLowerCase(Locale.ROOT);
        if (name.isEmpty()) {
            return "";
        }
        if (name.startsWith("prod") || name.startsWith("live")) {
            return "bad";
        }
        if (name.startsWith("stag") || name.startsWith("pre") || name.startsWith("uat")) {
            return "attention";
        }
        return List.of("dev", "test", "demo", "local", "ci").stream().anyMatch(name::startsWith) ? "ok" : "running";
    }

    /** What a click on the theme leads to. */
    String nextTheme() {
        return switch (theme) {
            case "light" -> "dark";
            case "dark" -> "system";
            default -> "light";
        };
    }

    String documentTitle() {
        return title + " · Rota" + (environment.isEmpty() ? "" : " " + environment);
    }

    Instant time() {
        return now == null ? Instant.EPOCH : now;
    }

    String jobHref(long id) {
        return root + "/jobs/" + id;
    }

    String jobsHref(String query) {
        return root + "/jobs?" + query;
    }

    /** The jobs for which one text of the query language holds. */
    private String searchHref(Key key, String value) {
        Term term = new Term.Texts(key, List.of(new Term.Value(value, false)), false);
        return jobsHref("q=" + Urls.encoded(term.text()));
    }

    /** The jobs of a query, as it is written. */
    String searchHref(String query) {
        return jobsHref("q=" + Urls.encoded(query));
    }

    String queuePage(String queue) {
        return root + "/queues/" + Urls.encoded(queue);
    }

    String queueHref(String queue) {
        return searchHref(Key.QUEUE, queue);
    }

    String typeHref(String type) {
        return searchHref(Key.TYPE, type);
    }

    String tagHref(String tag) {
        return searchHref(Key.TAG, tag);
    }

    String fingerprintHref(String fingerprint) {
        return searchHref(Key.FP, fingerprint);
    }

    String failureHref(String fingerprint) {
        return root + "/failures/" + Urls.encoded(fingerprint);
    }

    String workerHref(long id) {
        return root + "/workers/" + id;
    }

    String scheduleHref(String name) {
        return root + "/schedules/" + Urls.encoded(name);
    }
}
