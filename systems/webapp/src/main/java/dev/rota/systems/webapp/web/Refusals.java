package dev.rota.systems.webapp.web;

import dev.rota.systems.webapp.app.RefusedException;
import java.util.Objects;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.http.converter.HttpMessageNotReadableException;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.RestControllerAdvice;

/** What a client is told when something is refused: {@code {"detail": "…"}}. */
@RestControllerAdvice(basePackageClasses = Refusals.class)
class Refusals {
    /** The body of a refusal. */
    record Detail(String detail) {}

    @ExceptionHandler
    ResponseEntity<Detail> refused(RefusedException e) {
        HttpStatus status = switch (e.reason()) {
            case INVALID -> HttpStatus.UNPROCESSABLE_CONTENT;
            case CONFLICT -> HttpStatus.CONFLICT;
            case NOT_FOUND -> HttpStatus.NOT_FOUND;
            case NOT_SIGNED_IN -> HttpStatus.UNAUTHORIZED;
            case TOO_LARGE -> HttpStatus.CONTENT_TOO_LARGE;
            case NOT_TEXT -> HttpStatus.UNSUPPORTED_MEDIA_TYPE;
        };
        return ResponseEntity.status(status).body(new Detail(Objects.requireNonNullElse(e.getMessage(), "Refused")));
    }

    /** The message of the cause repeats what was sent, a password perhaps. */
    @ExceptionHandler
    ResponseEntity<Detail> unreadable(HttpMessageNotReadableException e) {
        return ResponseEntity.badRequest().body(new Detail("The body is not JSON of the expected form"));
    }
}
