package dev.rota.jdbc;

import java.sql.SQLException;

/** Where a store's sessions come from. Implementations are thread-safe. */
public interface Sessions {
    /**
     * A session that is in no transaction, for this thread alone until it is given back.
     *
     * @param readOnly true if nothing will be written
     */
    Session take(boolean readOnly) throws SQLException;

    /**
     * Takes a session back.
     *
     * @param broken true if its state is not known: it must be closed, and not be used again
     */
    void giveBack(Session session, boolean readOnly, boolean broken) throws SQLException;
}
