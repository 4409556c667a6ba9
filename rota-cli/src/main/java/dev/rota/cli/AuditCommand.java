package dev.rota.cli;

import java.time.Instant;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code rota audit}. */
@Command(name = "audit", description = "Lists who did what.")
final class AuditCommand {
    private final RotaCommand rota;

    AuditCommand(RotaCommand rota) {
        this.rota = rota;
    }

    @Command(name = "list", description = "Lists what was done, the latest first.")
    int list(
            @Option(names = "--actor", paramLabel = "NAME", description = "Only by this user, token or program.")
                    @Nullable
                    String actor,
            @Option(
                            names = "--action",
                            paramLabel = "PREFIX",
                            description = "Only what begins so, such as job. or schedule.pause.")
                    @Nullable
                    String action,
            @Option(names = "--target", paramLabel = "TARGET", description = "Only to this, such as job:17.") @Nullable
                    String to,
            @Option(names = "--since", paramLabel = "TIME", description = "Such as 24h or 2026-11-20.") @Nullable
                    String since,
            @Option(
                            names = "--limit",
                            defaultValue = "50",
                            paramLabel = "N",
                            description = "At most 200; 50 unless given.")
                    int limit) {
        FailuresCommand.requireLimit(limit);
        return rota.with(target -> {
            Instant from = since == null ? null : TimeText.past("--since", since, target.now());
            rota.printer()
                    .list(
                            acts(rota.moments(target)),
                            target.records().audit(new Target.AuditWish(actor, action, to, from, limit)));
            return ExitCode.DONE;
        });
    }

    private static Listing<Body> acts(Moments moments) {
        return Listing.<Body>of("Nobody has done such a thing.", act -> act.text("id"), act -> act)
                .column("AT", act -> moments.cell(act.instant("at")))
                .column("ACTOR", act -> Cell.of(act.text("actor")))
                .column("VIA", act -> Cell.of(act.text("via")))
                .column("ACTION", act -> Cell.of(act.text("action")))
                .column("TARGET", act -> Cell.of(act.text("target")))
                .column("REASON", act -> Cell.of(act.text("reason")))
                .wideColumn("BEFORE", act -> Cell.of(act.text("before")))
                .wideColumn("AFTER", act -> Cell.of(act.text("after")))
                .wideColumn("ADDRESS", act -> Cell.of(act.text("address")))
                .wideColumn("REQUEST", act -> Cell.of(act.text("requestId")))
                .wideColumn("ID", act -> Cell.of(act.text("id")));
    }
}
