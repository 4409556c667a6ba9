package dev.rota.systems.webapp.web;

import dev.rota.systems.webapp.app.Forgetting;
import dev.rota.systems.webapp.app.RefusedException;
import dev.rota.systems.webapp.app.RefusedException.Reason;
import dev.rota.systems.webapp.app.UnsubscribeLinks;
import dev.rota.systems.webapp.app.Users;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import tools.jackson.databind.annotation.JsonNaming;

/** What users settle about themselves. */
@RestController
@RequestMapping({"${webapp.path:}", "${webapp.path:}/api/v1"})
class AccountController {
    private final Users users;
    private final Forgetting forgetting;
    private final UnsubscribeLinks links;

    AccountController(Users users, Forgetting forgetting, UnsubscribeLinks links) {
        this.users = users;
        this.forgetting = forgetting;
        this.links = links;
    }

    @JsonNaming(SnakeCaseStrategy.class)
    record Subscription(@Nullable Boolean isSubscribed) {}

    @GetMapping("/users/me")
    AuthController.UserBody me(SignedIn who) {
        return AuthController.UserBody.of(who.user());
    }

    /** Whether newsletters are wanted. */
    @PutMapping("/users/me/subscription")
    Subscription subscribe(SignedIn who, @RequestBody Subscription wanted) {
        if (wanted.isSubscribed() == null) {
            throw new RefusedException(Reason.INVALID, "is_subscribed: expected true or false, found none");
        }
        users.subscribe(who.user().id(), wanted.isSubscribed());
        return wanted;
    }

    /** Ends the account at once; a job deletes what is known of the user. */
    @DeleteMapping("/users/me")
    ResponseEntity<Map<String, String>> delete(SignedIn who) {
        forgetting.end(who.user().id());
        return ResponseEntity.accepted().body(Map.of("status", "Your data will be deleted"));
    }

    /** Programs that look at links in mails would end the newsletter if looking did: it takes a click on this page. */
    @GetMapping(value = "/unsubscribe/{user}/{signature}", produces = MediaType.TEXT_HTML_VALUE)
    String askToUnsubscribe(@PathVariable long user, @PathVariable String signature) {
        check(user, signature);
        return """
                <!doctype html><html lang="en"><meta charset="utf-8"><title>Newsletter</title>
                <form method="post"><button>Send me no more newsletters</button></form></html>
                """;
    }

    /** Ends the newsletters of the user whose link this is; also what mail programs call (RFC 8058). */
    @PostMapping(value = "/unsubscribe/{user}/{signature}", produces = MediaType.TEXT_PLAIN_VALUE)
    String unsubscribe(@PathVariable long user, @PathVariable String signature) {
        check(user, signature);
        users.subscribe(user, false);
        return "You get no more newsletters.";
    }

    private void check(long user, String signature) {
        if (!links.valid(user, signature)) {
            throw new RefusedException(Reason.NOT_FOUND, "This link is not one of ours");
        }
    }
}
