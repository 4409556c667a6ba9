package dev.rota.systems.webapp.web;

import dev.rota.spring.BackgroundTasks;
import dev.rota.systems.webapp.app.AuditAction;
import dev.rota.systems.webapp.app.RefusedException;
import dev.rota.systems.webapp.app.RefusedException.Reason;
import dev.rota.systems.webapp.app.UnsubscribeLinks;
import dev.rota.systems.webapp.app.User;
import dev.rota.systems.webapp.app.Users;
import dev.rota.systems.webapp.app.Users.Registration;
import dev.rota.systems.webapp.app.WebappSettings;
import dev.rota.systems.webapp.task.TaskTypes.Audit;
import dev.rota.systems.webapp.task.WebTasks;
import java.time.InstantSource;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import tools.jackson.databind.annotation.JsonNaming;

/** Registering, signing in and out, and what a user settles about themselves. */
@RestController
@RequestMapping({"${webapp.path:}", "${webapp.path:}/api/v1"})
class AuthController {
    private final Users users;
    private final WebappTokens tokens;
    private final WebTasks tasks;
    private final UnsubscribeLinks links;
    private final WebappSettings settings;
    private final InstantSource clock;

    AuthController(
            Users users,
            WebappTokens webappTokens,
            WebTasks tasks,
            UnsubscribeLinks links,
            WebappSettings settings,
            InstantSource clock) {
        this.users = users;
        this.tokens = webappTokens;
        this.tasks = tasks;
        this.links = links;
        this.settings = settings;
        this.clock = clock;
    }

    /** Who registers; {@code is_subscribed} is false unless it is said. */
    @JsonNaming(SnakeCaseStrategy.class)
    record NewUser(
            @Nullable String username,
            @Nullable String email,
            @Nullable String password,
            @Nullable Boolean isSubscribed) {
        /** Nothing of it belongs into logs. */
        @Override
        public String toString() {
            return "NewUser[]";
        }
    }

    @JsonNaming(SnakeCaseStrategy.class)
    record UserBody(long id, String username, String email, boolean isAdmin, boolean isSubscribed) {
        static UserBody of(User user) {
            return new UserBody(user.id(), user.username(), user.email(), user.admin(), user.subscribed());
        }
    }

    /** Who signs in. */
    record Credentials(@Nullable String username, @Nullable String password) {
        @Override
        public String toString() {
            return "Credentials[]";
        }
    }

    @JsonNaming(SnakeCaseStrategy.class)
    record Token(String accessToken, String tokenType, long expiresIn) {}

    @JsonNaming(SnakeCaseStrategy.class)
    record Subscription(@Nullable Boolean isSubscribed) {}

    /** Makes a user; the welcome mail and the line of the audit log follow. */
    @PostMapping("/auth/register")
    UserBody register(@RequestBody NewUser wanted) {
        return UserBody.of(users.register(new Registration(
                Fields.required(wanted.username(), "username"),
                Fields.required(wanted.email(), "email"),
                Fields.required(wanted.password(), "password"),
                Boolean.TRUE.equals(wanted.isSubscribed()))));
    }

    /** A bearer token for the right password; the line of the audit log follows. */
    @PostMapping("/auth/login")
    Token login(@RequestBody Credentials credentials, BackgroundTasks background) {
        User user = users.authenticate(
                Fields.required(credentials.username(), "username"),
                Fields.required(credentials.password(), "password"));
        String token = tokens.issue(user.id(), user.username(), settings.session());
        background.add(tasks.audit(new Audit(user.id(), AuditAction.LOGIN.name(), Map.of(), clock.instant())));
        return new Token(token, "bearer", settings.session().toSeconds());
    }

    /** The token of this request is refused from now on. */
    @PostMapping("/auth/logout")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void logout(SignedIn who) {
        tokens.end(who.session());
    }

    @GetMapping("/users/me")
    UserBody me(SignedIn who) {
        return UserBody.of(who.user());
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
