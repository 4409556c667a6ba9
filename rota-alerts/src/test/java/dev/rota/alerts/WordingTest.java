package dev.rota.alerts;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

final class WordingTest {
    private static final Instant AT = Instant.parse("2026-11-20T12:00:00Z");

    private final Wording wording = new Wording(AlertSettings.DEFAULTS.link(URI.create("https://example.org/rota")));

    private static AlertItem item(AlertItem.Event event, AlertKind kind, String name, String text) {
        Instant until = event == AlertItem.Event.RESOLVED ? AT : null;
        return new AlertItem(event, kind.text(), name, name, text, AT.minus(Duration.ofHours(1)), until);
    }

    @Test
    void a_mail_reads_as_one_paragraph_for_each_alert_with_what_is_the_matter_below_its_name() {
        AlertItem late = item(
                AlertItem.Event.RESOLVED,
                AlertKind.SCHEDULE_LATE,
                "nightly",
                "was due at Fri 20 Nov 2026 11:00:00 UTC and has not fired");
        AlertItem unworked = item(AlertItem.Event.RAISED, AlertKind.QUEUE_UNWORKED, "mail", "3 waiting");
        AlertMailer.Text mail = wording.mail(new AlertMessage("m-1", "ops", AT, List.of(late, unworked), 1));
        assertThat(mail.subject()).isEqualTo("[Rota] Over: Schedule is late: nightly, and 2 more");
        assertThat(mail.body()).isEqualTo("""
                        Over: Schedule is late: nightly
                          was due at Fri 20 Nov 2026 11:00:00 UTC and has not fired
                          since Fri 20 Nov 2026 11:00:00 UTC until Fri 20 Nov 2026 12:00:00 UTC
                          https://example.org/rota/schedules/nightly

                        Queue without workers: mail
                          3 waiting
                          since Fri 20 Nov 2026 11:00:00 UTC
                          https://example.org/rota/jobs?state=queued&queue=mail

                        And 1 more, which the dashboard shows.

                        Written at Fri 20 Nov 2026 12:00:00 UTC, for channel ops.
                        """);
    }

    @Test
    void a_long_name_leaves_room_in_the_subject_for_how_many_more_there_are() {
        AlertItem longest = item(AlertItem.Event.RAISED, AlertKind.WORKER_LOST, "w".repeat(200), "is lost");
        String one = wording.mail(new AlertMessage("m-1", "ops", AT, List.of(longest), 0))
                .subject();
        String three = wording.mail(new AlertMessage("m-1", "ops", AT, List.of(longest), 2))
                .subject();
        assertThat(one).hasSize(150).endsWith("w…");
        assertThat(three).hasSize(150).endsWith("w…, and 2 more");
    }
}
