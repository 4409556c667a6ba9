package dev.rota.web;

import dev.rota.Configuration;
import dev.rota.Rota;
import dev.rota.console.ConsoleStore;
import dev.rota.store.JobStore;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** What is configured in this process, with where it comes from as far as that is known. */
final class Effective {
    /**
     * A setting.
     *
     * @param name as it is called wherever it is set
     * @param source {@code default}; else where it was set, or {@code set} if that is not known
     */
    record Entry(String name, String value, String source, String meaning) {}

    private final List<Entry> entries = new ArrayList<>();
    private final WebSettings.Origins origins;

    private Effective(WebSettings web) {
        this.origins = web.origins();
    }

    /** How jobs are worked and what the dashboard asks of people. */
    static List<Entry> settings(Rota rota, WebSettings web) {
        Configuration is = rota.configuration();
        Configuration unset = Configuration.DEFAULTS;
        Effective all = new Effective(web);
        all.add("rota.application", is.application(), unset.application(), "Whose schedules are its own");
        all.add("rota.worker.name", is.workerName(), unset.workerName(), "Of this process's worker, for people");
        all.add("rota.worker.version", is.version(), unset.version(), "Of the program");
        all.add("rota.worker.slots", is.slots(), unset.slots(), "Jobs that run at once in all other queues");
        all.add(
                "rota.worker.queue-slots",
                words(is.queueSlots()),
                words(unset.queueSlots()),
                "Slots that queues have of their own");
        all.add(
                "rota.worker.poll",
                is.poll(),
                unset.poll(),
                "How often the store is asked when nothing wakes the worker");
        all.add("rota.worker.lease", is.lease(), unset.lease(), "A worker silent for this long is given up");
        all.add("rota.worker.grace", is.grace(), unset.grace(), "How long a stop waits for running attempts");
        all.add(
                "rota.worker.max-crashes",
                is.maxCrashes(),
                unset.maxCrashes(),
                "More lost workers than this fail a job");
        WebSettings none = WebSettings.DEFAULTS;
        all.add("rota.web.path", web.basePath(), none.basePath(), "Where the dashboard stands");
        all.add("rota.web.environment", web.environment(), none.environment(), "Shown on every page");
        all.add(
                "rota.web.loopback-role",
                web.loopbackRole() == null ? "login needed" : Problem.lower(web.loopbackRole()),
                none.loopbackRole() == null ? "login needed" : Problem.lower(none.loopbackRole()),
                "What this machine may do without login");
        all.add("rota.web.plain-login", web.plainLogin(), none.plainLogin(), "Whether one may log in without TLS");
        all.add(
                "rota.settings.editable",
                web.editable(),
                none.editable(),
                "Whether flags, schedules, limits, alerts, users and tokens may be changed");
        all.addRules(web.rules(), none.rules());
        return List.copyOf(all.entries);
    }

    private void addRules(WebSettings.HouseRules is, WebSettings.HouseRules unset) {
        add(
                "rota.web.require-reason",
                String.join(", ", new TreeSet<>(is.requireReason())),
                String.join(", ", unset.requireReason()),
                "What may only be done with a reason");
        add("rota.web.trace-url", elsewhere(is.traceUrl()), elsewhere(unset.traceUrl()), "Where traces are shown");
        add(
                "rota.web.log-url",
                elsewhere(is.logUrl()),
                elsewhere(unset.logUrl()),
                "Where the program's log is searched");
    }

    private static String elsewhere(@Nullable String url) {
        return url == null ? "" : url;
    }

    /** How long what is over is kept. */
    static List<Entry> retention(Rota rota, WebSettings web) {
        JobStore.Retention jobs = rota.configuration().retention();
        ConsoleStore.Retention console = rota.configuration().consoleRetention();
        JobStore.Retention unset = JobStore.Retention.DEFAULTS;
        ConsoleStore.Retention unsetConsole = ConsoleStore.Retention.DEFAULTS;
        Effective all = new Effective(web);
        all.add("rota.retention.history", jobs.history(), unset.history(), "Succeeded and cancelled jobs, with logs");
        all.add("rota.retention.failed", jobs.failed(), unset.failed(), "Failed jobs, with logs");
        all.add("rota.retention.fires", jobs.fires(), unset.fires(), "Fires of schedules");
        all.add("rota.retention.audit", console.audit(), unsetConsole.audit(), "Who did what");
        all.add(
                "rota.retention.operations",
                console.operations(),
                unsetConsole.operations(),
                "What was done to many jobs");
        all.add("rota.retention.tokens", console.tokens(), unsetConsole.tokens(), "Tokens that work no more");
        return List.copyOf(all.entries);
    }

    private void add(String name, Object value, Object unset, String meaning) {
        String origin = origins.of(name);
        String source = origin != null ? origin : Objects.equals(value, unset) ? "default" : "set";
        entries.add(new Entry(name, text(value), source, meaning));
    }

    private static String text(Object value) {
        if (value instanceof Duration duration) {
            return duration.toMillis() < 1_000 ? duration.toMillis() + " ms" : Times.rough(duration);
        }
        if (value instanceof Boolean yes) {
            return yes ? "yes" : "no";
        }
        String text = String.valueOf(value);
        return text.isEmpty() ? "none" : text;
    }

    private static String words(Map<String, Integer> slots) {
        StringBuilder words = new StringBuilder();
        new TreeMap<>(slots)
                .forEach((queue, count) -> words.append(words.isEmpty() ? "" : ", ")
                        .append(String.format(Locale.ROOT, "%s %d", queue, count)));
        return words.toString();
    }
}
