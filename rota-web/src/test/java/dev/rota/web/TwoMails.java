package dev.rota.web;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** A folder with a mail that has HTML, of job 1, and one that has none. */
final class TwoMails implements MailFolder {
    private static final Filed RICH = new Filed(
            2, Instant.parse("2026-11-20T11:59:00Z"), "shop@example.com", "ann@example.com", "Your <b>order</b>", 1L);
    private static final Filed PLAIN =
            new Filed(1, Instant.parse("2026-11-20T11:58:00Z"), "shop@example.com", "ben@example.com", "", null);

    @Override
    public List<Filed> list(int limit) {
        return List.of(RICH, PLAIN).subList(0, Math.min(limit, 2));
    }

    @Override
    public Optional<Opened> find(long number) {
        if (number == 2) {
            return Optional.of(new Opened(
                    RICH,
                    "Thank you <Ann>",
                    "<p style=\"color: red\">Thank you</p><script>alert(1)</script>",
                    "Subject: Your order\r\n\r\n<script>alert(1)</script>"));
        }
        return number == 1 ? Optional.of(new Opened(PLAIN, "Hello", null, "Hello")) : Optional.empty();
    }
}
