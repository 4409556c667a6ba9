package dev.rota.systems.library.circulation;

import dev.rota.systems.common.Closure;
import dev.rota.systems.library.duty.ClosedDays;
import dev.rota.systems.library.duty.Forgetting;
import dev.rota.systems.library.jobs.PrivacyJobs;
import java.security.Principal;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.ProblemDetail;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import tools.jackson.databind.annotation.JsonNaming;

/**
 * The desk's and the borrowers' endpoints, below the path {@code library.path} (by default none). Who may call which is said
 * by {@link LibrarySecurity}; borrowers renew and cancel only what is theirs.
 */
@RestController
@RequestMapping("${library.path:}")
class CirculationController {
    private final Circulation circulation;
    private final ClosedDays closedDays;
    private final Forgetting forgetting;
    private final PrivacyJobs privacyJobs;
    private final JdbcClient jdbc;
    private final InstantSource clock;

    CirculationController(
            Circulation circulation,
            ClosedDays closedDays,
            Forgetting forgetting,
            PrivacyJobs privacyJobs,
            JdbcClient jdbc,
            InstantSource clock) {
        this.circulation = circulation;
        this.closedDays = closedDays;
        this.forgetting = forgetting;
        this.privacyJobs = privacyJobs;
        this.jdbc = jdbc;
        this.clock = clock;
    }

    @PostMapping("/loans")
    @ResponseStatus(HttpStatus.CREATED)
    Loan request(@RequestBody LoanRequest wanted, Principal caller) {
        return circulation.request(caller(caller).id(), wanted.copyId(), now());
    }

    @PostMapping("/loans/{loan}/approve")
    Loan approve(@PathVariable("loan") long loan, Principal caller) {
        return circulation.approve(loan, caller(caller).id(), now());
    }

    @PostMapping("/loans/{loan}/reject")
    Loan reject(@PathVariable("loan") long loan, Principal caller) {
        return circulation.reject(loan, caller(caller).id(), now());
    }

    @PostMapping("/loans/{loan}/cancel")
    Loan cancel(@PathVariable("loan") long loan, Principal caller) {
        return circulation.cancel(loan, caller(caller).id(), now());
    }

    @PostMapping("/loans/{loan}/check-out")
    Loan checkOut(@PathVariable("loan") long loan) {
        return circulation.checkOut(loan, now());
    }

    @PostMapping("/loans/{loan}/return")
    Loan takeBack(@PathVariable("loan") long loan) {
        return circulation.takeBack(loan, now());
    }

    @PostMapping("/loans/{loan}/lost")
    Loan lose(@PathVariable("loan") long loan) {
        return circulation.lose(loan, now());
    }

    @PostMapping("/loans/{loan}/renew")
    Loan renew(@PathVariable("loan") long loan, Principal principal) {
        Caller caller = caller(principal);
        if (!caller.atDesk() && !circulation.loan(loan).isOf(caller.id())) {
            throw new CirculationException(
                    CirculationException.Reason.FORBIDDEN, "Loan " + loan + " is not of user " + caller.id());
        }
        return circulation.renew(loan, now());
    }

    @PostMapping("/books/{book}/reservations")
    @ResponseStatus(HttpStatus.CREATED)
    Map<String, Long> reserve(@PathVariable("book") long book, Principal caller) {
        return Map.of("id", circulation.reserve(caller(caller).id(), book, now()));
    }

    @GetMapping("/books/{book}/availability")
    Availability availability(@PathVariable("book") long book) {
        return Availability.of(jdbc, book, now());
    }

    @PostMapping("/closures")
    @ResponseStatus(HttpStatus.CREATED)
    ClosedDays.Moved close(@RequestBody ClosureRequest wanted) {
        String reason = wanted.reason() == null ? "" : wanted.reason();
        return closedDays.close(new Closure(wanted.startsOn(), wanted.endsOn(), reason), now());
    }

    /** Has the caller forgotten by a job. Refused while books are to be returned. */
    @DeleteMapping("/me")
    @ResponseStatus(HttpStatus.ACCEPTED)
    Map<String, Long> forgetMe(Principal caller) {
        long user = caller(caller).id();
        long open = forgetting.openLoans(user);
        if (open > 0) {
            throw CirculationException.conflict("User " + user + " has books to return first: " + open);
        }
        return Map.of("job_id", privacyJobs.orderForgetting(user));
    }

    @ExceptionHandler
    ProblemDetail refused(CirculationException e) {
        HttpStatus status = switch (e.reason()) {
            case NOT_FOUND -> HttpStatus.NOT_FOUND;
            case FORBIDDEN -> HttpStatus.FORBIDDEN;
            case CONFLICT -> HttpStatus.CONFLICT;
        };
        return ProblemDetail.forStatusAndDetail(status, String.valueOf(e.getMessage()));
    }

    @ExceptionHandler
    ProblemDetail refused(IllegalArgumentException e) {
        return ProblemDetail.forStatusAndDetail(HttpStatus.BAD_REQUEST, String.valueOf(e.getMessage()));
    }

    private Instant now() {
        return clock.instant();
    }

    private Caller caller(Principal principal) {
        return jdbc.sql("select id, role from library_user where username = :username and deleted_at is null")
                .param("username", principal.getName())
                .query((row, n) -> new Caller(row.getLong("id"), row.getString("role")))
                .single();
    }

    private record Caller(long id, String role) {
        boolean atDesk() {
            return role.equals("librarian") || role.equals("admin");
        }
    }

    @JsonNaming(SnakeCaseStrategy.class)
    record LoanRequest(long copyId) {}

    @JsonNaming(SnakeCaseStrategy.class)
    record ClosureRequest(
            LocalDate startsOn, LocalDate endsOn, @Nullable String reason) {}
}
