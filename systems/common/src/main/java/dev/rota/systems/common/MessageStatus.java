package dev.rota.systems.common;

import java.util.Locale;

/** What became of a message. */
public enum MessageStatus {
    /** To be sent. */
    QUEUED,
    /** In some worker's hands. */
    SENDING,
    /** The mail server accepted it. */
    SENT,
    /** The mail server refused the recipient. */
    BOUNCED,
    /** The mail server refused it for another reason, or it cannot be composed. */
    FAILED,
    /** Never sent: no address, suppressed, opted out, or no longer to the point. */
    SUPPRESSED,
    /** It may have been accepted and nobody can be asked: a person decides. */
    UNKNOWN;

    /** Whether nothing more will happen by itself. */
    public boolean isFinal() {
        return this != QUEUED && this != SENDING;
    }

    String column() {
        return name().toLowerCase(Locale.ROOT);
    }

    static MessageStatus fromColumn(String column) {
        return valueOf(column.toUpperCase(Locale.ROOT));
    }
}
