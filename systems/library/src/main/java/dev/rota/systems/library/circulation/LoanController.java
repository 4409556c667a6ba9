package dev.rota.systems.library.circulation;

import dev.rota.systems.common.DutyProgress;
import dev.rota.systems.library.duty.OverdueMarking;
import java.time.InstantSource;
import java.time.LocalDate;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import tools.jackson.databind.annotation.JsonNaming;

/** The loans' endpoints, below the path {@code library.path} (by default none). */
@RestController
@RequestMapping("${library.path:}/loans")
class LoanController {

    private final OverdueMarking overdueMarking;
    private final InstantSource clock;

    LoanController(OverdueMarking overdueMarking, InstantSource clock) {
        this.overdueMarking = overdueMarking;
        this.clock = clock;
    }

    /** Does at once what the nightly duty does, and answers with the loans it has marked. Administrators only. */
    @PostMapping("/mark-overdue")
    List<OverdueLoan> markOverdue() {
        return overdueMarking.mark(clock.instant(), DutyProgress.NONE).loans().stream()
                .map(loan -> new OverdueLoan(
                        loan.id(),
                        loan.userId(),
                        loan.copyId(),
                        "overdue",
                        loan.dueDate(),
                        loan.dueDate().plusDays(1)))
                .toList();
    }

    @JsonNaming(SnakeCaseStrategy.class)
    record OverdueLoan(
            long id, @Nullable Long userId, long copyId, String status, LocalDate dueDate, LocalDate overdueSince) {}
}
