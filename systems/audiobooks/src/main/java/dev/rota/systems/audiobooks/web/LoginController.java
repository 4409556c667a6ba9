package dev.rota.systems.audiobooks.web;

import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import tools.jackson.databind.annotation.JsonNaming;

/** Gives a token for a name and a password. */
@RestController
@RequestMapping("${audiobooks.path:}/auth")
class LoginController {
    private static final Duration VALIDITY = Duration.ofMinutes(30);

    private final AudiobookUsers users;
    private final AudiobookTokens tokens;

    LoginController(AudiobookUsers users, AudiobookTokens tokens) {
        this.users = users;
        this.tokens = tokens;
    }

    @PostMapping("/login")
    ResponseEntity<Object> login(@RequestBody Login login) {
        if (login.username() == null
                || login.password() == null
                || !users.matches(login.username(), login.password())) {
            return ResponseEntity.status(HttpStatus.UNAUTHORIZED)
                    .body(Map.of("detail", "The name or the password is not right"));
        }
        String token = tokens.issue(login.username(), VALIDITY);
        return ResponseEntity.ok(new Token(token, "bearer", VALIDITY.toSeconds()));
    }

    record Login(@Nullable String username, @Nullable String password) {
        /** Without password. */
        @Override
        public String toString() {
            return "Login[username=" + username + "]";
        }
    }

    @JsonNaming(SnakeCaseStrategy.class)
    record Token(String accessToken, String tokenType, long expiresIn) {
        /** Without token. */
        @Override
        public String toString() {
            return "Token[expiresIn=" + expiresIn + "]";
        }
    }
}
