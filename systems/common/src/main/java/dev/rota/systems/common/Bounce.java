package dev.rota.systems.common;

/** What came back to a mail. */
public enum Bounce {
    /** Refused for now, mailbox full: counted, changes nothing. */
    SOFT("soft"),
    /** No such mailbox: the address gets no more mail. */
    HARD("hard"),
    /** The recipient called it spam: the address gets no more mail. */
    COMPLAINT("complaint");

    private final String status;

    Bounce(String status) {
        this.status = status;
    }

    String status() {
        return status;
    }
}
