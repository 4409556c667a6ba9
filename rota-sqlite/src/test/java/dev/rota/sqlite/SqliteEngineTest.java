package dev.rota.sqlite;

import dev.rota.testing.contract.EngineAskedContract;
import dev.rota.testing.contract.EngineContract;
import dev.rota.testing.contract.EngineExclusionContract;
import dev.rota.testing.contract.EngineFaultContract;
import dev.rota.testing.contract.EngineInsightContract;
import dev.rota.testing.contract.EngineLimitsContract;
import dev.rota.testing.contract.EngineOutageContract;
import dev.rota.testing.contract.EngineRefusalContract;
import dev.rota.testing.contract.EngineTracingContract;
import dev.rota.testing.contract.EngineTransactionContract;
import org.junit.jupiter.api.Nested;

/** What handlers can rely on, on this store. */
class SqliteEngineTest {
    @Nested
    class Attempts extends EngineContract {
        Attempts() {
            super(new SqliteContractStore());
        }
    }

    @Nested
    class Exclusion extends EngineExclusionContract {
        Exclusion() {
            super(new SqliteContractStore());
        }
    }

    @Nested
    class Faults extends EngineFaultContract {
        Faults() {
            super(new SqliteContractStore());
        }
    }

    @Nested
    class Limits extends EngineLimitsContract {
        Limits() {
            super(new SqliteContractStore());
        }
    }

    @Nested
    class Outages extends EngineOutageContract {
        Outages() {
            super(new SqliteContractStore());
        }
    }

    @Nested
    class Insight extends EngineInsightContract {
        Insight() {
            super(new SqliteContractStore());
        }
    }

    @Nested
    class Tracing extends EngineTracingContract {
        Tracing() {
            super(new SqliteContractStore());
        }
    }

    @Nested
    class Asked extends EngineAskedContract {
        Asked() {
            super(new SqliteContractStore());
        }
    }

    @Nested
    class Refusals extends EngineRefusalContract {
        Refusals() {
            super(new SqliteContractStore());
        }
    }

    @Nested
    class Transactions extends EngineTransactionContract {
        Transactions() {
            super(new SqliteContractStore());
        }
    }
}
