package dev.rota.web;

import io.javalin.http.Context;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What an act came to, told on the page that follows it. Only a word from a fixed list and counts travel in the address, so
 * that no link can put words in our mouth.
 */
final class Notice {
    private static final Map<String, String> DONE = Map.of(
            "retry", "queued again",
            "run-now", "made due now",
            "cancel", "cancelled, or asked to end",
            "delete", "deleted",
            "move-to-queue", "moved",
            "change-priority", "given another priority",
            "add-tag", "tagged");
    private static final Map<String, String> SCHEDULES = Map.of(
            "schedules-pause", "paused",
            "schedules-resume", "resumed",
            "schedules-run", "run now");
    private static final Map<String, String> TEXTS = Map.ofEntries(
            Map.entry("ran", "The schedule's job was made."),
            Map.entry("paused", "Paused."),
            Map.entry("resumed", "Resumed."),
            Map.entry("resumed-ran", "Resumed, and the last one that was skipped is run now."),
            Map.entry("saved", "Saved."),
            Map.entry("amended", "The job is changed."),
            Map.entry("revoked", "Revoked."),
            Map.entry("reverted", "The code counts again."),
            Map.entry("kept", "The override is kept."),
            Map.entry("limited", "Limits are set."),
            Map.entry("draining", "The worker claims nothing more."),
            Map.entry("undrained", "The worker goes on."),
            Map.entry("worker-stopping", "The worker claims nothing more, and stops when its jobs have ended."),
            Map.entry("slots", "The worker has its new slots within seconds."),
            Map.entry("deleted", "Deleted."),
            Map.entry("tested", "A test is on its way: it stands first among the deliveries."),
            Map.entry("turned-on", "It is told again."),
            Map.entry("turned-off", "It is not told any more."),
            Map.entry("none", "No job was selected."),
            Map.entry("none-selected", "No schedule was selected."),
            Map.entry("flag", "The flag is set; schedules go by it from their next fire."),
            Map.entry("begun", "It has begun, in the background."),
            Map.entry("tried", "The first few are retried: what becomes of them is shown here."),
            Map.entry("muted", "Muted."),
            Map.entry("unmuted", "No longer muted."),
            Map.entry("seen", "It is known to have been seen."),
            Map.entry("resolved", "Resolved: if it fails again, it has regressed."),
            Map.entry("linked", "The link is set."),
            Map.entry("stopping", "It is asked to stop."),
            Map.entry("mails-cleared", "The mails are deleted."),
            Map.entry("mail-released", "The mail is sent."),
            Map.entry("enqueued", "The job is enqueued."),
            Map.entry("there", "There is a job with this unique key already: this one."),
            Map.entry("cloned", "This is the new job."),
            Map.entry("refused", "Its state does not allow that any more."));

    private Notice() {}

    static @Nullable String text(Context ctx) {
        String did = Optional.ofNullable(ctx.queryParam("did")).orElse("");
        if (did.equals("resumed") && count(ctx, "n") > 0) {
            return "Resumed. " + Labels.counted(count(ctx, "n"), "fire was", "fires were")
                    + " skipped meanwhile: Run now makes up for the last one.";
        }
        long changed = count(ctx, "n");
        long skipped = count(ctx, "skipped");
        if (SCHEDULES.containsKey(did)) {
            return Labels.counted(changed, "schedule", "schedules") + " " + SCHEDULES.get(did)
                    + (skipped == 0 ? "." : "; " + skipped + " left alone: gone, or so already.");
        }
        if (!DONE.containsKey(did)) {
            return TEXTS.get(did);
        }
        return Labels.counted(changed, "job", "jobs") + " " + DONE.get(did)
                + (skipped == 0
                        ? "."
                        : "; " + Labels.counted(skipped, "job", "jobs")
                                + " left alone: gone, or in a state that does not" + " allow it.");
    }

    /** The job that was made by it; null if none was. */
    static @Nullable Long made(Context ctx) {
        String id = ctx.queryParam("job");
        return "ran".equals(ctx.queryParam("did")) && id != null && id.matches("\\d{1,18}") ? Long.valueOf(id) : null;
    }

    private static long count(Context ctx, String name) {
        String text = ctx.queryParam(name);
        return text != null && text.matches("\\d{1,4}") ? Long.parseLong(text) : 0;
    }
}
