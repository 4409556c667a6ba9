package dev.rota.web;

import dev.rota.console.Role;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * How the dashboard and REST are served.
 *
 * @param basePath where they stand, such as {@code /rota}; empty for the root
 * @param environment a name shown on every page, such as {@code prod}; empty shows none
 * @param authenticator tells who sends a request
 * @param loopbackRole what somebody on this machine may do without logging in; null asks for a login from everywhere. A
 *     request comes from this machine if both ends of its connection are loopback addresses, it names a loopback host, and
 *     no proxy has forwarded it. Behind a proxy on this machine that neither keeps the host nor says that it forwards,
 *     set it to null
 * @param plainLogin whether one may log in from elsewhere without TLS. The cookie then travels readable
 * @param secret signs cursors and forms; must be the same, and at least 32 characters, where several processes serve the
 *     same users; null makes one at random
 * @param clock by which logins expire
 * @param editable whether flags, schedules, limits of queues, alerts, users and tokens may be changed here; where they are
 *     not, whoever tries is told so, and jobs are worked and acted upon as ever
 * @param rules what is asked of people here, and where else they may look
 * @param origins where settings come from, for people
 * @param standalone what only a server of its own has
 */
public record WebSettings(
        String basePath,
        String environment,
        Authenticator authenticator,
        @Nullable Role loopbackRole,
        boolean plainLogin,
        @Nullable String secret,
        InstantSource clock,
        boolean editable,
        HouseRules rules,
        Origins origins,
        Standalone standalone) {
    private static final Pattern PATH = Pattern.compile("(/[A-Za-z0-9._~-]+)*");

    /** At {@code /rota}, open to this machine as admin and closed to all others. */
    public static final WebSettings DEFAULTS = new WebSettings(
            "/rota",
            "",
            Authenticator.NOBODY,
            Role.ADMIN,
            false,
            null,
            InstantSource.system(),
            true,
            HouseRules.NONE,
            Origins.UNKNOWN,
            Standalone.NOT);

    public WebSettings {
        if (!PATH.matcher(basePath).matches() || basePath.contains("/.")) {
            throw new IllegalArgumentException("Base path is \"" + basePath
                    + "\", expected nothing, or segments of letters and digits such as /rota, without / at the end");
        }
        if (secret != null && secret.length() < 32) {
            throw new IllegalArgumentException("Secret has " + secret.length() + " characters, expected 32 or more");
        }
    }

    public WebSettings basePath(String path) {
        return new WebSettings(
                path,
                environment,
                authenticator,
                loopbackRole,
                plainLogin,
                secret,
                clock,
                editable,
                rules,
                origins,
                standalone);
    }

    public WebSettings environment(String name) {
        return new WebSettings(
                basePath,
                name,
                authenticator,
                loopbackRole,
                plainLogin,
                secret,
                clock,
                editable,
                rules,
                origins,
                standalone);
    }

    public WebSettings authenticator(Authenticator newAuthenticator) {
        return new WebSettings(
                basePath,
                environment,
                newAuthenticator,
                loopbackRole,
                plainLogin,
                secret,
                clock,
                editable,
                rules,
                origins,
                standalone);
    }

    public WebSettings loopbackRole(@Nullable Role role) {
        return new WebSettings(
                basePath,
                environment,
                authenticator,
                role,
                plainLogin,
                secret,
                clock,
                editable,
                rules,
                origins,
                standalone);
    }

    public WebSettings plainLogin(boolean allowed) {
        return new WebSettings(
                basePath,
                environment,
                authenticator,
                loopbackRole,
                allowed,
                secret,
                clock,
                editable,
                rules,
                origins,
                standalone);
    }

    public WebSettings secret(@Nullable String newSecret) {
        return new WebSettings(
                basePath,
                environment,
                authenticator,
                loopbackRole,
                plainLogin,
                newSecret,
                clock,
                editable,
                rules,
                origins,
                standalone);
    }

    public WebSettings clock(InstantSource newClock) {
        return new WebSettings(
                basePath,
                environment,
                authenticator,
                loopbackRole,
                plainLogin,
                secret,
                newClock,
                editable,
                rules,
                origins,
                standalone);
    }

    public WebSettings editable(boolean allowed) {
        return new WebSettings(
                basePath,
                environment,
                authenticator,
                loopbackRole,
                plainLogin,
                secret,
                clock,
                allowed,
                rules,
                origins,
                standalone);
    }

    public WebSettings rules(HouseRules newRules) {
        return new WebSettings(
                basePath,
                environment,
                authenticator,
                loopbackRole,
                plainLogin,
                secret,
                clock,
                editable,
                newRules,
                origins,
                standalone);
    }

    public WebSettings origins(Origins newOrigins) {
        return new WebSettings(
                basePath,
                environment,
                authenticator,
                loopbackRole,
                plainLogin,
                secret,
                clock,
                editable,
                rules,
                newOrigins,
                standalone);
    }

    public WebSettings standalone(Standalone newStandalone) {
        return new WebSettings(
                basePath,
                environment,
                authenticator,
                loopbackRole,
                plainLogin,
                secret,
                clock,
                editable,
                rules,
                origins,
                newStandalone);
    }

    boolean accounts() {
        return standalone.accounts();
    }

    List<Given> options() {
        return standalone.options();
    }

    boolean behindProxy() {
        return standalone.behindProxy();
    }

    /**
     * What only a server of its own has.
     *
     * @param accounts whether the store's users log in with passwords, and its API tokens are taken. Whoever is on this
     *     machine then needs a login too, once there is a user
     * @param behindProxy whether a proxy says in X-Forwarded-For where requests come from
     * @param metrics meters in the text format of Prometheus, for {@code /metrics}; null for no such address
     * @param options of the program, as they are shown to whoever reads the settings
     */
    public record Standalone(
            boolean accounts, boolean behindProxy, @Nullable Supplier<String> metrics, List<Given> options) {
        public Standalone {
            options = List.copyOf(options);
        }

        /** With no options to be shown. */
        public Standalone(boolean accounts, boolean behindProxy, @Nullable Supplier<String> metrics) {
            this(accounts, behindProxy, metrics, List.of());
        }

        /** Part of an application. */
        public static final Standalone NOT = new Standalone(false, false, null);
    }

    /**
     * An option of the program, for people.
     *
     * @param name as it is given, such as {@code --port}
     * @param value without secrets
     * @param source in a few words, such as {@code option} or {@code default}
     * @param meaning in a sentence
     */
    public record Given(String name, String value, String source, String meaning) {}

    /** Where settings come from. */
    @FunctionalInterface
    public interface Origins {
        /** Nobody has kept it. */
        Origins UNKNOWN = name -> null;

        /**
         * In a few words, such as {@code property} or {@code env}.
         *
         * @param name as {@code rota.worker.slots}
         * @return null if it was not set, or that is not known
         */
        @Nullable
        String of(String name);
    }

    /**
     * What is asked of people, and where else they may look.
     *
     * @param requireReason what may only be done with a reason: words such as {@code delete}, {@code cancel} or {@code purge}
     * @param traceUrl where the trace of a job is shown, an http or https address with {@code {traceId}} in it; null for
     *     nowhere
     * @param logUrl where the log of the program is searched for a job, with {@code {jobId}} or {@code {traceId}} in it; null
     *     for nowhere
     */
    public record HouseRules(
            Set<String> requireReason,
            @Nullable String traceUrl,
            @Nullable String logUrl) {
        /** No reasons, no other places. */
        public static final HouseRules NONE = new HouseRules(Set.of(), null, null);

        public HouseRules {
            requireReason = Set.copyOf(requireReason);
            for (String verb : requireReason) {
                if (!Reasons.VERBS.contains(verb)) {
                    throw new IllegalArgumentException("A reason is required for \"" + verb + "\", expected words of "
                            + String.join(", ", new TreeSet<>(Reasons.VERBS)));
                }
            }
            requireAddress("trace", traceUrl, "{traceId}");
            requireAddress("log", logUrl, "{traceId}", "{jobId}");
        }

        private static void requireAddress(String what, @Nullable String url, String... places) {
            if (url != null
                    && (!url.matches("https?://.+") || Arrays.stream(places).noneMatch(url::contains))) {
                throw new IllegalArgumentException("Address of a job's " + what + " is \"" + url
                        + "\", expected http:// or https:// with " + String.join(" or ", places) + " in it");
            }
        }

        public HouseRules requireReason(Set<String> verbs) {
            return new HouseRules(verbs, traceUrl, logUrl);
        }

        public HouseRules traceUrl(@Nullable String url) {
            return new HouseRules(requireReason, url, logUrl);
        }

        public HouseRules logUrl(@Nullable String url) {
            return new HouseRules(requireReason, traceUrl, url);
        }
    }

    /** Without the secret. */
    @Override
    public String toString() {
        return "WebSettings[basePath=" + basePath + ", environment=" + environment + ", loopbackRole=" + loopbackRole
                + ", plainLogin=" + plainLogin + "]";
    }
}
