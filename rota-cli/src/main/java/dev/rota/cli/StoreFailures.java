package dev.rota.cli;

import dev.rota.store.FailureStore;
import dev.rota.store.FailureStore.Group;
import dev.rota.store.FailureStore.Tab;
import dev.rota.store.Store;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Failures that are alike, of a database. */
final class StoreFailures implements Target.Failures {
    private static final Duration KEPT = Duration.ofDays(3);

    private final Store store;
    private final String user;
    private final StoreActs acts;

    StoreFailures(Store store, String user, StoreActs acts) {
        this.store = store;
        this.user = user;
        this.acts = acts;
    }

    @Override
    public Body list(String tab, int limit) {
        List<Group> groups = store.failures().list(Tab.valueOf(tab.toUpperCase(Locale.ROOT)), null, limit);
        return new Shape()
                .putAll("items", groups.stream().map(this::body).toList())
                .put(
                        "page",
                        new Shape()
                                .put("next", (Object) null)
                                .put("limit", limit)
                                .body())
                .body();
    }

    @Override
    public Optional<Body> find(String fingerprint) {
        return store.failures()
                .find(fingerprint)
                .map(group -> new Shape()
                        .put("group", body(group))
                        .put("stackTrace", group.sample().stackTrace())
                        .putAll("hours", hours(fingerprint))
                        .put("sample", (Object) null)
                        .body());
    }

    private List<Body> hours(String fingerprint) {
        return store
                .failures()
                .hours(List.of(fingerprint), store.now().minus(KEPT))
                .getOrDefault(fingerprint, List.of())
                .stream()
                .map(hour -> new Shape()
                        .put("at", hour.at())
                        .put("failures", hour.failures())
                        .body())
                .toList();
    }

    @Override
    public Body mute(String fingerprint, Target.Muting muting) {
        FailureStore.Mute mute = new FailureStore.Mute(
                user, store.now(), muting.reason(), muting.until(), muting.failures(), muting.version());
        return changed("mute", fingerprint, muting.reason(), store.failures().mute(fingerprint, mute));
    }

    @Override
    public Body unmute(String fingerprint) {
        return changed("unmute", fingerprint, null, store.failures().unmute(fingerprint));
    }

    @Override
    public Body resolve(String fingerprint, @Nullable String version) {
        return changed("resolve", fingerprint, null, store.failures().resolve(fingerprint, user, version));
    }

    private Body changed(String action, String fingerprint, @Nullable String reason, boolean changed) {
        if (changed) {
            acts.record("failure." + action, "failure:" + fingerprint, reason);
        }
        return store.failures()
                .find(fingerprint)
                .map(this::body)
                .orElseThrow(() -> CommandFailure.notFound("There is no group of failures " + fingerprint + "."));
    }

    private Body body(Group group) {
        return new Shape()
                .put("fingerprint", group.fingerprint())
                .put("status", group.status(store.now()))
                .put("type", group.sample().type())
                .put("title", group.sample().title())
                .put("message", group.sample().message())
                .put("version", group.sample().version())
                .put("types", group.spread().types())
                .put("versions", group.spread().versions())
                .put("firstSeen", group.firstSeen())
                .put("lastSeen", group.lastSeen())
                .put("occurrences", group.occurrences())
                .put(
                        "stuck",
                        new Shape()
                                .put("failed", capped(group.stuck().failed()))
                                .put("retrying", capped(group.stuck().retrying()))
                                .body())
                .put("mute", body(group.mute()))
                .put("resolution", body(group.resolution()))
                .put("acknowledgedBy", group.acknowledgedBy())
                .put("link", group.link())
                .body();
    }

    private static Body capped(long jobs) {
        boolean exact = jobs < FailureStore.MOST_JOBS;
        return new Shape()
                .put("value", exact ? jobs : FailureStore.MOST_JOBS - 1)
                .put("relation", exact ? "eq" : "gte")
                .body();
    }

    private static @Nullable Body body(FailureStore.@Nullable Mute mute) {
        return mute == null
                ? null
                : new Shape()
                        .put("by", mute.by())
                        .put("at", mute.at())
                        .put("reason", mute.reason())
                        .put("until", mute.until())
                        .put("failures", mute.failures())
                        .put("version", mute.version())
                        .body();
    }

    private static @Nullable Body body(FailureStore.@Nullable Resolution resolution) {
        return resolution == null
                ? null
                : new Shape()
                        .put("by", resolution.by())
                        .put("at", resolution.at())
                        .put("version", resolution.version())
                        .body();
    }
}
