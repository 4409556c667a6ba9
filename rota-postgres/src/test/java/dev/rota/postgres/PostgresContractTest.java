package dev.rota.postgres;

import dev.rota.testing.contract.AmendContract;
import dev.rota.testing.contract.ArchiveContract;
import dev.rota.testing.contract.BackfillContract;
import dev.rota.testing.contract.ClaimConcurrencyContract;
import dev.rota.testing.contract.ConsoleAccessContract;
import dev.rota.testing.contract.ConsoleAuditContract;
import dev.rota.testing.contract.ConsoleKeepingContract;
import dev.rota.testing.contract.ConsoleOperationContract;
import dev.rota.testing.contract.ConsoleRetentionContract;
import dev.rota.testing.contract.ConsoleUserContract;
import dev.rota.testing.contract.DiagnosisContract;
import dev.rota.testing.contract.EnqueueContract;
import dev.rota.testing.contract.ExchangeContract;
import dev.rota.testing.contract.ExclusionContract;
import dev.rota.testing.contract.FailureContract;
import dev.rota.testing.contract.FailureTriageContract;
import dev.rota.testing.contract.FireContract;
import dev.rota.testing.contract.LimitsContract;
import dev.rota.testing.contract.MigrationContract;
import dev.rota.testing.contract.ModelTraceContract;
import dev.rota.testing.contract.NotesContract;
import dev.rota.testing.contract.OperatorActContract;
import dev.rota.testing.contract.OperatorContract;
import dev.rota.testing.contract.OrphanContract;
import dev.rota.testing.contract.PauseContract;
import dev.rota.testing.contract.RescueContract;
import dev.rota.testing.contract.RetentionContract;
import dev.rota.testing.contract.RollupContract;
import dev.rota.testing.contract.ScheduleContract;
import dev.rota.testing.contract.ScheduleListContract;
import dev.rota.testing.contract.ScheduleVersionContract;
import dev.rota.testing.contract.SearchContract;
import dev.rota.testing.contract.StackQuestionContract;
import dev.rota.testing.contract.TransitionContract;
import dev.rota.testing.contract.UniqueKeyContract;
import dev.rota.testing.contract.WaitingContract;
import dev.rota.testing.contract.WakeUpContract;
import dev.rota.testing.contract.WorkerContract;
import org.junit.jupiter.api.Nested;

/** The contract every store keeps. */
class PostgresContractTest {
    @Nested
    class Amend extends AmendContract {
        Amend() {
            super(new PostgresContractStore());
        }
    }

    @Nested
    class Archive extends ArchiveContract {
        Archive() {
            super(new PostgresContractStore());
        }
    }

    @Nested
    class ClaimConcurrency extends ClaimConcurrencyContract {
        ClaimConcurrency() {
            super(new PostgresContractStore());
        }
    }

    @Nested
    class Enqueue extends EnqueueContract {
        Enqueue() {
            super(new PostgresContractStore());
        }
    }

    @Nested
    class Exchange extends ExchangeContract {
        Exchange() {
            super(new PostgresContractStore());
        }
    }

    @Nested
    class Exclusion extends ExclusionContract {
        Exclusion() {
            super(new PostgresContractStore());
        }
    }

    @Nested
    class Limits extends LimitsContract {
        Limits() {
            super(new PostgresContractStore());
        }
    }

    @Nested
    class Migration extends MigrationContract {
        Migration() {
            super(new PostgresContractStore());
        }
    }

    @Nested
    class Notes extends NotesContract {
        Notes() {
            super(new PostgresContractStore());
        }
    }

    @Nested
    class Diagnosis extends DiagnosisContract {
        Diagnosis() {
            super(new PostgresContractStore());
        }
    }

    @Nested
    class Operator extends OperatorContract {
        Operator() {
            super(new PostgresContractStore());
        }
    }

    @Nested
    class Rescue extends RescueContract {
        Rescue() {
            super(new PostgresContractStore());
        }
    }

    @Nested
    class Retention extends RetentionContract {
        Retention() {
            super(new PostgresContractStore());
        }
    }

    @Nested
    class Transition extends TransitionContract {
        Transition() {
            super(new PostgresContractStore());
        }
    }

    @Nested
    class UniqueKey extends UniqueKeyContract {
        UniqueKey() {
            super(new PostgresContractStore());
        }
    }

    @Nested
    class WakeUp extends WakeUpContract {
        WakeUp() {
            super(new PostgresContractStore());
        }
    }

    @Nested
    class Worker extends WorkerContract {
        Worker() {
            super(new PostgresContractStore());
        }
    }

    @Nested
    class StackQuestion extends StackQuestionContract {
        StackQuestion() {
            super(new PostgresContractStore());
        }
    }

    @Nested
    class Fire extends FireContract {
        Fire() {
            super(new PostgresContractStore());
        }
    }

    @Nested
    class Backfill extends BackfillContract {
        Backfill() {
            super(new PostgresContractStore());
        }
    }

    @Nested
    class Pause extends PauseContract {
        Pause() {
            super(new PostgresContractStore());
        }
    }

    @Nested
    class ModelTrace extends ModelTraceContract {
        ModelTrace() {
            super(new PostgresContractStore());
        }
    }

    @Nested
    class Schedule extends ScheduleContract {
        Schedule() {
            super(new PostgresContractStore());
        }
    }

    /** What a store says when it may set nothing for a session. */
    @Nested
    class ExchangeBehindPooler extends ExchangeContract {
        ExchangeBehindPooler() {
            super(new PostgresContractStore(true));
        }
    }

    @Nested
    class ConsoleUser extends ConsoleUserContract {
        ConsoleUser() {
            super(new PostgresContractStore());
        }
    }

    @Nested
    class ConsoleAccess extends ConsoleAccessContract {
        ConsoleAccess() {
            super(new PostgresContractStore());
        }
    }

    @Nested
    class ConsoleAudit extends ConsoleAuditContract {
        ConsoleAudit() {
            super(new PostgresContractStore());
        }
    }

    @Nested
    class ConsoleOperation extends ConsoleOperationContract {
        ConsoleOperation() {
            super(new PostgresContractStore());
        }
    }

    @Nested
    class ConsoleKeeping extends ConsoleKeepingContract {
        ConsoleKeeping() {
            super(new PostgresContractStore());
        }
    }

    @Nested
    class ConsoleRetention extends ConsoleRetentionContract {
        ConsoleRetention() {
            super(new PostgresContractStore());
        }
    }

    @Nested
    class OperatorAct extends OperatorActContract {
        OperatorAct() {
            super(new PostgresContractStore());
        }
    }

    @Nested
    class Failure extends FailureContract {
        Failure() {
            super(new PostgresContractStore());
        }
    }

    @Nested
    class FailureTriage extends FailureTriageContract {
        FailureTriage() {
            super(new PostgresContractStore());
        }
    }

    @Nested
    class Search extends SearchContract {
        Search() {
            super(new PostgresContractStore());
        }
    }

    @Nested
    class Waiting extends WaitingContract {
        Waiting() {
            super(new PostgresContractStore());
        }
    }

    @Nested
    class Rollup extends RollupContract {
        Rollup() {
            super(new PostgresContractStore());
        }
    }

    @Nested
    class Orphan extends OrphanContract {
        Orphan() {
            super(new PostgresContractStore());
        }
    }

    @Nested
    class ScheduleList extends ScheduleListContract {
        ScheduleList() {
            super(new PostgresContractStore());
        }
    }

    @Nested
    class ScheduleVersion extends ScheduleVersionContract {
        ScheduleVersion() {
            super(new PostgresContractStore());
        }
    }
}
