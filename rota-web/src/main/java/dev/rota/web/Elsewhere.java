package dev.rota.web;

import dev.rota.job.Job;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Addresses of pages that are not ours, where traces and logs of a job are shown. */
final class Elsewhere {
    /** A trace as the W3C writes it; its second part is what everybody calls the id of the trace. */
    private static final Pattern TRACE_PARENT = Pattern.compile("[0-9a-f]{2}-([0-9a-f]{32})-[0-9a-f]{16}-[0-9a-f]{2}");

    private Elsewhere() {}

    /**
     * The address for a job.
     *
     * @param template with <code>{jobId}</code> or <code>{traceId}</code> in it; null if there is no such page
     * @return null if there is none for this job
     */
    static @Nullable String address(@Nullable String template, Job job) {
        String trace = job.request().origin().trace();
        if (template == null || (trace == null && template.contains("{traceId}"))) {
            return null;
        }
        String address = template.replace("{jobId}", String.valueOf(job.id()));
        return trace == null ? address : address.replace("{traceId}", Urls.encoded(id(trace)));
    }

    private static String id(String trace) {
        Matcher parent = TRACE_PARENT.matcher(trace);
        return parent.matches() ? parent.group(1) : trace;
    }
}
