package dev.rota.systems.webapp.app;

/** What users do that is logged. The names are those in the log. */
public enum AuditAction {
    REGISTER,
    LOGIN,
    CREATE_ITEM,
    UPDATE_ITEM,
    DELETE_ITEM
}
