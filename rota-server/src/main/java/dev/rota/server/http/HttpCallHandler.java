package dev.rota.server.http;

import dev.rota.job.JobContext;
import dev.rota.job.JobHandler;
import java.io.IOException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.hc.client5.http.DnsResolver;
import org.apache.hc.client5.http.SystemDefaultDnsResolver;
import org.jspecify.annotations.Nullable;

/**
 * Runs jobs of type {@code http}. The result of one that succeeds has the status, how long it took, and the beginning of
 * the body. Thread-safe.
 */
public final class HttpCallHandler implements JobHandler<HttpCall>, AutoCloseable {
    private static final int SHORTEST_SECRET = 6;

    private final Caller caller;
    private final Deadlines deadlines = new Deadlines();
    private final String userAgent;

    /**
     * Connects to nothing yet.
     *
     * @param rules which addresses may be called
     * @param mostBytes of a body that are read, 1 to 64 Mi
     * @param version of this program, which the called see
     */
    public HttpCallHandler(AddressRules rules, long mostBytes, String version) {
        this(SystemDefaultDnsResolver.INSTANCE, rules, mostBytes, version);
    }

    HttpCallHandler(DnsResolver dns, AddressRules rules, long mostBytes, String version) {
        this.caller = new Caller(dns, rules, mostBytes);
        this.userAgent = "Rota/" + version;
    }

    @Override
    public void run(HttpCall call, JobContext job) throws Exception {
        long begun = System.nanoTime();
        Hop hop = Hop.first(call, job.idempotencyKey(), userAgent);
        HttpAnswer answer = send(hop, call, job, begun);
        for (int followed = 0; answer.redirects() && !call.expected().contains(answer.status()); followed++) {
            if (followed == call.redirects()) {
                throw job.fail(hop.shown() + " answered " + answer.status() + ", a redirect, after " + followed
                        + " that were followed: set followRedirects, or the URL that is meant");
            }
            try {
                hop = hop.to(answer);
            } catch (IllegalArgumentException e) {
                throw job.fail("The redirect of " + hop.shown() + " is not followed: " + e.getMessage());
            }
            job.log().info("Redirected to " + hop.shown());
            answer = send(hop, call, job, begun);
        }
        decide(call, hop, answer, new Ended(job, Duration.ofNanos(System.nanoTime() - begun)));
    }

    /** The job, and how long the call took. */
    private record Ended(JobContext job, Duration took) {}

    private HttpAnswer send(Hop hop, HttpCall call, JobContext job, long begun) throws Exception {
        Duration left = call.timeoutToUse().minusNanos(System.nanoTime() - begun);
        Deadlines.Deadline deadline = deadlines.start(left, job);
        try {
            return caller.send(hop, left.isNegative() ? Duration.ofMillis(1) : left, deadline::abortBy);
        } catch (RefusedAddressException e) {
            throw job.fail(String.valueOf(e.getMessage()));
        } catch (IOException e) {
            job.throwIfCancelled();
            if (Thread.currentThread().isInterrupted()) {
                throw new InterruptedException("Interrupted while waiting for " + hop.shown());
            }
            throw new CallFailedException(failure(hop, call, deadline, e), null);
        } finally {
            deadline.close();
        }
    }

    private static String failure(Hop hop, HttpCall call, Deadlines.Deadline deadline, IOException e) {
        if (deadline.isOver()) {
            return hop.shown() + " gave no whole answer within " + call.timeoutToUse();
        }
        String kind = e.getClass().getSimpleName().replaceAll("(Exception|HttpHost)", "");
        return hop.shown() + " gave no answer: " + kind + ", " + scrubbed(call, String.valueOf(e.getMessage()));
    }

    private static void decide(HttpCall call, Hop hop, HttpAnswer answer, Ended ended) throws IOException {
        JobContext job = ended.job();
        String line = hop.method() + " " + hop.shown() + " answered " + answer.status() + " in "
                + ended.took().toMillis() + " ms, with " + answer.bytes()
                + (answer.cut() ? " bytes and more" : " bytes");
        String excerpt = scrubbed(call, answer.excerpt());
        if (call.expected().contains(answer.status())) {
            job.log().info(line);
            job.result(result(hop, answer, ended.took(), excerpt));
            return;
        }
        job.log().warn(line + (excerpt.isEmpty() ? "" : ": " + excerpt));
        String reason = hop.shown() + " answered " + answer.status() + ", expected " + call.expected();
        if (!call.again().contains(answer.status())) {
            throw job.fail(reason);
        }
        Duration wait = answer.wait(job.clock()).orElse(null);
        if (wait != null) {
            throw job.retryIn(wait, reason + "; it asks to come back in " + wait);
        }
        throw new CallFailedException(reason, null);
    }

    private static Map<String, @Nullable Object> result(Hop hop, HttpAnswer answer, Duration took, String excerpt) {
        Map<String, @Nullable Object> result = new LinkedHashMap<>();
        result.put("status", answer.status());
        result.put("url", hop.shown());
        result.put("millis", took.toMillis());
        result.put("bytes", answer.bytes());
        result.put("cut", answer.cut());
        result.put("contentType", answer.contentType());
        result.put("body", excerpt);
        return result;
    }

    /** Servers repeat what they were sent: the values of headers must not come back by that way. */
    private static String scrubbed(HttpCall call, String text) {
        String clean = text;
        for (HeaderValue value : call.headersToSend().values()) {
            String secret = value.text().replaceFirst("(?i)^(Bearer|Basic|Token)\\s+", "");
            if (secret.length() >= SHORTEST_SECRET) {
                clean = clean.replace(secret, "•••");
            }
        }
        return clean;
    }

    @Override
    public void close() {
        caller.close();
        deadlines.close();
    }
}
