package dev.rota.systems.webapp.web;

import dev.rota.systems.webapp.app.Newsletter;
import dev.rota.systems.webapp.app.Newsletters;
import dev.rota.systems.webapp.app.RefusedException;
import dev.rota.systems.webapp.app.RefusedException.Reason;
import java.net.URI;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.servlet.support.ServletUriComponentsBuilder;
import tools.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import tools.jackson.databind.annotation.JsonNaming;

/** Newsletters, for administrators. */
@RestController
@RequestMapping({"${webapp.path:}", "${webapp.path:}/api/v1"})
class NewsletterController {
    private final Newsletters newsletters;

    NewsletterController(Newsletters newsletters) {
        this.newsletters = newsletters;
    }

    record NewNewsletter(@Nullable String subject, @Nullable String body) {}

    @JsonNaming(SnakeCaseStrategy.class)
    record NewsletterBody(
            long id, String subject, String status, int recipientsTotal, int sent, int skipped, int failed) {
        static NewsletterBody of(Newsletter newsletter) {
            return new NewsletterBody(
                    newsletter.id(),
                    newsletter.subject(),
                    newsletter.status(),
                    newsletter.recipients(),
                    newsletter.sent(),
                    newsletter.skipped(),
                    newsletter.failed());
        }
    }

    /** Queues a newsletter for all who are subscribed now; {@code Location} says where its progress is. */
    @PostMapping("/send-newsletter")
    ResponseEntity<Map<String, String>> send(SignedIn who, @RequestBody NewNewsletter wanted) {
        long id = newsletters.queue(
                Fields.required(wanted.subject(), "subject"),
                Fields.required(wanted.body(), "body"),
                who.user().id());
        return ResponseEntity.accepted()
                .location(beside("/send-newsletter", "/newsletters/" + id))
                .body(Map.of("status", "Newsletter queued for sending"));
    }

    /** The address of another endpoint, seen from the one that is called. */
    static URI beside(String called, String wanted) {
        String path =
                ServletUriComponentsBuilder.fromCurrentRequestUri().build().toUriString();
        return URI.create(path.substring(0, path.length() - called.length()) + wanted);
    }

    @GetMapping("/newsletters/{id}")
    NewsletterBody get(@PathVariable long id) {
        return newsletters
                .find(id)
                .map(NewsletterBody::of)
                .orElseThrow(() -> new RefusedException(Reason.NOT_FOUND, "Newsletter not found"));
    }

    @PostMapping("/newsletters/{id}/pause")
    NewsletterBody pause(@PathVariable long id) {
        newsletters.pause(id);
        return get(id);
    }

    @PostMapping("/newsletters/{id}/resume")
    NewsletterBody resume(@PathVariable long id) {
        newsletters.resume(id);
        return get(id);
    }

    @PostMapping("/newsletters/{id}/cancel")
    NewsletterBody cancel(@PathVariable long id) {
        newsletters.cancel(id);
        return get(id);
    }
}
