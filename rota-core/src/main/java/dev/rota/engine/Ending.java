package dev.rota.engine;

import dev.rota.job.OutcomeRequest;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** How the handler's run ended, before it is decided what that means for the job. */
sealed interface Ending {
    /** It returned; {@code result} is JSON, or null. */
    record Returned(@Nullable String result) implements Ending {}

    /** It threw. */
    record Threw(Throwable error) implements Ending {}

    /** It asked for an outcome. */
    record Asked(OutcomeRequest.Wish wish) implements Ending {}

    /** It ended after somebody had asked for the job to be cancelled. */
    record CancelHonoured(String reason) implements Ending {}

    /** It ended after its time was up, or did not end even then. */
    record TimedOut(Duration limit) implements Ending {}

    /** It ended because this worker stops. */
    record Interrupted() implements Ending {}

    /** Its arguments could not be read, so the handler was never called. */
    record Undecodable(RuntimeException error) implements Ending {}

    /** Its job's completion was committed by the handler's own transaction. */
    record Committed() implements Ending {}

    /** The job is no longer this worker's: nothing may be written. */
    record Lost() implements Ending {}
}
