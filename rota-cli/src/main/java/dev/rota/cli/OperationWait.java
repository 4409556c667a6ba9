package dev.rota.cli;

import java.time.Duration;

/** Waits until an operation of a server is over, and tells what became of it. */
final class OperationWait {
    private static final Duration LOOK = Duration.ofSeconds(1);

    private final RotaCommand rota;
    private final Target target;

    OperationWait(RotaCommand rota, Target target) {
        this.rota = rota;
        this.target = target;
    }

    /**
     * Waits, and shows on a terminal how far it has come.
     *
     * @return the operation, which is over
     */
    Body until(long id) {
        boolean shows = rota.surroundings().streams().terminal()
                && rota.printer().format().isForPeople();
        while (true) {
            Body operation = target.operations()
                    .find(id)
                    .orElseThrow(() -> CommandFailure.notFound("Operation " + id + " is not known any more."));
            if (operation.has("finishedAt")) {
                if (shows) {
                    show("");
                }
                return operation;
            }
            if (shows) {
                show(counts(operation) + (operation.has("matched") ? " of " + operation.text("matched") : ""));
            }
            rota.surroundings().waiting().pass(LOOK);
        }
    }

    /** On the last line, in the place of what was shown before. */
    private void show(String progress) {
        rota.surroundings().streams().err().print("\r\u001b[K" + progress);
        rota.surroundings().streams().err().flush();
    }

    /** Shows one that has just begun. */
    void tellBegun(Body operation) {
        tell(operation, "has begun: rota ops get " + operation.word("id") + " shows how far it is");
    }

    /**
     * Shows one that is over.
     *
     * @return 3 if it was stopped or has failed, else 0
     */
    int tellOver(Body operation) {
        String state = operation.word("state");
        String error = operation.has("error") ? " (" + Cell.printable(operation.word("error")) + ")" : "";
        tell(operation, (state.equals("stopped") ? "was stopped" : "has " + state) + error + ": " + counts(operation));
        OpsCommand.tellLeftAlone(rota.printer(), operation);
        return state.equals("finished") ? ExitCode.DONE : ExitCode.ENDED_BADLY;
    }

    private void tell(Body operation, String what) {
        Printer printer = rota.printer();
        String id = operation.word("id");
        printer.one(id, operation, () -> printer.say("Operation " + id + " " + what + "."));
    }

    static String counts(Body operation) {
        return Words.counted(operation.number("done"), "job") + " done, " + operation.number("skipped")
                + " left alone, " + operation.number("failed") + " failed";
    }
}
