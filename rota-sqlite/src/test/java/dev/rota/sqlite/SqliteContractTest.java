package dev.rota.sqlite;

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

/** The contract every store keeps, kept by this one. */
class SqliteContractTest {
    @Nested
    class Amend extends AmendContract {
        Amend() {
            super(new SqliteContractStore());
        }
    }

    @Nested
    class Archive extends ArchiveContract {
        Archive() {
            super(new SqliteContractStore());
        }
    }

    @Nested
    class ClaimConcurrency extends ClaimConcurrencyContract {
        ClaimConcurrency() {
            super(new SqliteContractStore());
        }
    }

    @Nested
    class Enqueue extends EnqueueContract {
        Enqueue() {
            super(new SqliteContractStore());
        }
    }

    @Nested
    class Exchange extends ExchangeContract {
        Exchange() {
            super(new SqliteContractStore());
        }
    }

    @Nested
    class Exclusion extends ExclusionContract {
        Exclusion() {
            super(new SqliteContractStore());
        }
    }

    @Nested
    class Limits extends LimitsContract {
        Limits() {
            super(new SqliteContractStore());
        }
    }

    @Nested
    class Migration extends MigrationContract {
        Migration() {
            super(new SqliteContractStore());
        }
    }

    @Nested
    class Notes extends NotesContract {
        Notes() {
            super(new SqliteContractStore());
        }
    }

    @Nested
    class Diagnosis extends DiagnosisContract {
        Diagnosis() {
            super(new SqliteContractStore());
        }
    }

    @Nested
    class Operator extends OperatorContract {
        Operator() {
            super(new SqliteContractStore());
        }
    }

    @Nested
    class Rescue extends RescueContract {
        Rescue() {
            super(new SqliteContractStore());
        }
    }

    @Nested
    class Retention extends RetentionContract {
        Retention() {
            super(new SqliteContractStore());
        }
    }

    @Nested
    class Transition extends TransitionContract {
        Transition() {
            super(new SqliteContractStore());
        }
    }

    @Nested
    class UniqueKey extends UniqueKeyContract {
        UniqueKey() {
            super(new SqliteContractStore());
        }
    }

    @Nested
    class WakeUp extends WakeUpContract {
        WakeUp() {
            super(new SqliteContractStore());
        }
    }

    @Nested
    class Worker extends WorkerContract {
        Worker() {
            super(new SqliteContractStore());
        }
    }

    @Nested
    class StackQuestion extends StackQuestionContract {
        StackQuestion() {
            super(new SqliteContractStore());
        }
    }

    @Nested
    class Fire extends FireContract {
        Fire() {
            super(new SqliteContractStore());
        }
    }

    @Nested
    class Backfill extends BackfillContract {
        Backfill() {
            super(new SqliteContractStore());
        }
    }

    @Nested
    class Pause extends PauseContract {
        Pause() {
            super(new SqliteContractStore());
        }
    }

    @Nested
    class ModelTrace extends ModelTraceContract {
        ModelTrace() {
            super(new SqliteContractStore());
        }
    }

    @Nested
    class Schedule extends ScheduleContract {
        Schedule() {
            super(new SqliteContractStore());
        }
    }

    @Nested
    class ConsoleUser extends ConsoleUserContract {
        ConsoleUser() {
            super(new SqliteContractStore());
        }
    }

    @Nested
    class ConsoleAccess extends ConsoleAccessContract {
        ConsoleAccess() {
            super(new SqliteContractStore());
        }
    }

    @Nested
    class ConsoleAudit extends ConsoleAuditContract {
        ConsoleAudit() {
            super(new SqliteContractStore());
        }
    }

    @Nested
    class ConsoleOperation extends ConsoleOperationContract {
        ConsoleOperation() {
            super(new SqliteContractStore());
        }
    }

    @Nested
    class ConsoleKeeping extends ConsoleKeepingContract {
        ConsoleKeeping() {
            super(new SqliteContractStore());
        }
    }

    @Nested
    class ConsoleRetention extends ConsoleRetentionContract {
        ConsoleRetention() {
            super(new SqliteContractStore());
        }
    }

    @Nested
    class OperatorAct extends OperatorActContract {
        OperatorAct() {
            super(new SqliteContractStore());
        }
    }

    @Nested
    class Failure extends FailureContract {
        Failure() {
            super(new SqliteContractStore());
        }
    }

    @Nested
    class FailureTriage extends FailureTriageContract {
        FailureTriage() {
            super(new SqliteContractStore());
        }
    }

    @Nested
    class Search extends SearchContract {
        Search() {
            super(new SqliteContractStore());
        }
    }

    @Nested
    class Waiting extends WaitingContract {
        Waiting() {
            super(new SqliteContractStore());
        }
    }

    @Nested
    class Rollup extends RollupContract {
        Rollup() {
            super(new SqliteContractStore());
        }
    }

    @Nested
    class Orphan extends OrphanContract {
        Orphan() {
            super(new SqliteContractStore());
        }
    }

    @Nested
    class ScheduleList extends ScheduleListContract {
        ScheduleList() {
            super(new SqliteContractStore());
        }
    }

    @Nested
    class ScheduleVersion extends ScheduleVersionContract {
        ScheduleVersion() {
            super(new SqliteContractStore());
        }
    }
}
