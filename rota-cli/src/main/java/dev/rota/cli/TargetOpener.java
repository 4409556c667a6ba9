package dev.rota.cli;

import dev.rota.store.Store;
import dev.rota.store.Store.Migration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Opens what commands work on. */
interface TargetOpener {
    /**
     * Opens a place.
     *
     * @param user who changes something, for the records of a database
     * @param reason why; null if nobody says
     * @throws CommandFailure if there is none, it cannot be reached, or its tables are not of this program's version
     */
    Target open(Place place, String user, @Nullable String reason);

    /**
     * Opens a database.
     *
     * @param access what will be done there
     * @throws CommandFailure if there is none, it cannot be reached, or its tables are not of this program's version
     */
    Store store(Database database, Access access);

    /** The steps that this program knows for a database of this kind. Opens nothing. */
    List<Migration> migrations(Database database);

    /** What a command does to a database. */
    enum Access {
        /** Uses the tables, which must be there and of the right version. */
        USE,
        /** Looks at the version of the tables, whatever it is; the database must be there. */
        INSPECT,
        /** Makes the tables, and the file they stand in. */
        MIGRATE
    }
}
