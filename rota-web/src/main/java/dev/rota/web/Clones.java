package dev.rota.web;

import dev.rota.Rota;
import dev.rota.console.AuditLog;
import dev.rota.console.AuditLog.Entry;
import dev.rota.console.AuditLog.Query;
import io.javalin.http.Context;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * Which jobs were made of a job by cloning it. They are known from the audit of the original, where few entries stand and an
 * index leads, however many jobs there are.
 */
final class Clones {
    private static final String ACT = "job.clone";
    private static final String MEMBER = "clone";
    private static final int MOST = 20;

    private Clones() {}

    /**
     * A clone that was made, whether or not it is still there.
     *
     * @param id of the clone
     */
    record Made(Instant at, String by, long id) {}

    static void record(Acts acts, Context ctx, long original, long clone) {
        acts.record(ctx, ACT, target(original), null, new Acts.Change(null, Map.of(MEMBER, clone)));
    }

    /** The latest of a job, 20 at the most, the latest first. */
    static List<Made> of(Rota rota, long original) {
        AuditLog audit = rota.store().console().audit();
        Query query = Query.NEWEST.actionPrefix(ACT).target(target(original)).limit(MOST);
        return audit.list(query).stream()
                .filter(entry -> clone(entry) > 0)
                .map(entry -> new Made(entry.at(), entry.act().actor(), clone(entry)))
                .toList();
    }

    private static String target(long id) {
        return "job:" + id;
    }

    /** 0 if the entry does not say. */
    private static long clone(Entry entry) {
        @Nullable String after = entry.act().after();
        JsonNode said = after == null ? Json.object() : Json.tree(after);
        return said.path(MEMBER).asLong(0);
    }
}
