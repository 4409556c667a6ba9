package dev.rota.systems.webapp.web;

import dev.rota.spring.BackgroundTasks;
import dev.rota.systems.webapp.app.AuditAction;
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
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import tools.jackson.databind.annotation.JsonNaming;

/** Registering, signing in and out. */
@RestController
@RequestMapping({"${webapp.path:}", "${webapp.path:}/api/v1"})
class AuthController {
    private final Users users;
    private final WebappTokens tokens;
    private final WebTasks tasks;
    private final WebappSettings settings;
    private final InstantSource clock;

    AuthController(
            Users users, WebappTokens webappTokens, WebTasks tasks, WebappSettings settings, InstantSource clock) {
        this.users = users;
        this.tokens = webappTokens;
        this.tasks = tasks;
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
}
