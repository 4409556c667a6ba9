package dev.rota.console;

import dev.rota.console.SettingStore.Setting;
import java.time.Instant;
import java.util.List;

/**
 * When versions of the program began to work, kept beyond the workers that did: one setting for each, numbered in order.
 * Thread-safe.
 */
public final class Deploys {
    /** The version of a program that nobody has said the version of. */
    public static final String UNKNOWN = "unknown";

    private static final String PREFIX = "deploy.";
    private static final int LONGEST_VERSION = 200;
    /** Of whoever deploys ten times a day these are a quarter of a year, and charts show 30 days. */
    private static final int MOST = 1_000;
    /** How many other versions may begin at the same moment. */
    private static final int TRIES = 20;

    private final SettingStore settings;

    public Deploys(SettingStore settings) {
        this.settings = settings;
    }

    /**
     * A version that began to work.
     *
     * @param at when, by the store's clock
     */
    public record Deploy(String version, Instant at) {}

    /** Whether somebody has said what version it is, so that charts may mark when it began. */
    public static boolean isKnown(String version) {
        return !version.isBlank() && !version.equals(UNKNOWN);
    }

    /** All that are kept, the first one first. */
    public List<Deploy> list() {
        return settings.list(PREFIX).stream()
                .map(setting -> new Deploy(version(setting), setting.changedAt()))
                .toList();
    }

    /**
     * Keeps that a version begins to work now, unless it is the one that began last. Of several processes that say so at
     * once one is heard.
     *
     * @param version 200 characters are kept
     * @param by the worker, of which 100 characters are kept
     * @return whether it is another than the one that began last
     */
    public boolean begin(String version, String by) {
        String shown = Texts.cut(version.replaceAll("\\p{Cntrl}", " "), LONGEST_VERSION);
        String who = by.isBlank() ? "rota" : Texts.cut(by, Texts.NAME);
        for (int i = 0; i < TRIES; i++) {
            List<Setting> all = settings.list(PREFIX);
            Setting last = all.isEmpty() ? null : all.get(all.size() - 1);
            if (last != null && version(last).equals(shown)) {
                return false;
            }
            long number = last == null ? 1 : 1 + Long.parseLong(last.key().substring(PREFIX.length()));
            Setting now = settings.putIfAbsent(PREFIX + "%010d".formatted(number), quoted(shown), who);
            if (version(now).equals(shown)) {
                all.stream()
                        .limit(Math.max(0, all.size() + 1 - MOST))
                        .forEach(old -> settings.remove(old.key(), old.version()));
                return true;
            }
        }
        throw new IllegalStateException("Version " + shown + " could not be kept as begun: " + TRIES
                + " times another was quicker, expected few versions to begin at the same moment");
    }

    private static String quoted(String text) {
        return '"' + text.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
    }

    private static String version(Setting setting) {
        String json = setting.value();
        return json.substring(1, json.length() - 1).replaceAll("\\\\(.)", "$1");
    }
}
