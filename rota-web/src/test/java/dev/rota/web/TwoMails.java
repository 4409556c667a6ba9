package dev.rota.web;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/** A folder with a mail that has HTML, of job 1, and one that has none. */
final class TwoMails implements MailFolder {
    private static final Filed RICH = new Filed(
            2,
            Instant.parse("2026-11-20T11:59:00Z"),
            "shop@example.com",
            "ann@example.com",
            "Your <b>order</b>",
            1L,
            null);
    private static final Filed PLAIN =
            new Filed(1, Instant.parse("2026-11-20T11:58:00Z"), "shop@example.com", "ben@example.com", "", null, null);

    static final Instant RELEASED = Instant.parse("2026-11-20T12:00:00Z");

    final List<Long> cleared = new CopyOnWriteArrayList<>();
    /** Whether there is one to send them to. */
    volatile boolean server = true;

    final List<Long> released = new CopyOnWriteArrayList<>();

    private Filed rich() {
        return released.isEmpty()
                ? RICH
                : new Filed(2, RICH.at(), RICH.from(), RICH.to(), RICH.subject(), RICH.jobId(), RELEASED);
    }

    @Override
    public List<Filed> list(int limit) {
        return List.of(rich(), PLAIN).subList(0, Math.min(limit, 2));
    }

    @Override
    public List<Filed> ofJob(long jobId, int limit) {
        return jobId == 1 ? List.of(rich()) : List.of();
    }

    @Override
    public Optional<Opened> find(long number) {
        if (number == 2) {
            return Optional.of(new Opened(
                    rich(),
                    "Thank you <Ann>",
                    "<p style=\"color: red\">Thank you</p><script>alert(1)</script>",
                    "Subject: Your order\r\n\r\n<script>alert(1)</script>"));
        }
        return number == 1 ? Optional.of(new Opened(PLAIN, "Hello", null, "Hello")) : Optional.empty();
    }

    @Override
    public List<Attachment> attachments(long number) {
        return number == 2
                ? List.of(
                        new Attachment(0, "bill <1>.html", "text/html", 5),
                        new Attachment(1, "a.pdf", "application/pdf", 3))
                : List.of();
    }

    @Override
    public Optional<byte[]> attachment(long number, int index) {
        return number == 2 && index == 0
                ? Optional.of("<b>5".getBytes(java.nio.charset.StandardCharsets.UTF_8))
                : Optional.empty();
    }

    /** More than are cleared without a question. */
    @Override
    public long count() {
        return 150;
    }

    @Override
    public boolean canClear() {
        return true;
    }

    @Override
    public long clear(long last) {
        cleared.add(last);
        return 2;
    }

    @Override
    public boolean canRelease() {
        return server;
    }

    /** The first is not taken. */
    @Override
    public @Nullable String release(long number) {
        if (number == 1) {
            return "The mail server said 550";
        }
        released.add(number);
        return null;
    }
}
