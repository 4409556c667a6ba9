package dev.rota.testing.contract;

import dev.rota.store.Store;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.InstantSource;

/**
 * How the contracts come by a store. One instance may serve many tests, one after another; what a test opens it closes
 * before the next one begins.
 */
public interface ContractStore {
    /**
     * A store on an empty database with all tables. To empty one that is there is faster than to make one.
     *
     * @param clock the store's time
     */
    Store open(InstantSource clock);

    /** Another store on the database that was opened last, with what stands in it: as another process would open it. */
    Store another(InstantSource clock);

    /** A store on a database that has no tables yet. */
    Store unmigrated(InstantSource clock);

    /** Makes the database that was opened last look as if a later program had migrated it. */
    void pretendLaterVersion() throws SQLException;

    /** A connection to the database that was opened last, for an application's own work; the caller closes it. */
    Connection connection() throws SQLException;
}
