package dev.rota.schedule;

/** A text is not a cron expression. The message names the field, what was found there and what to write instead. */
public final class CronSyntaxException extends IllegalArgumentException {

    private static final long serialVersionUID = 1L;

    private final String fieldName;
    private final int position;

    CronSyntaxException(String fieldName, int position, String message) {
        super(message);
        this.fieldName = fieldName;
        this.position = position;
    }

    /** The field at fault, such as {@code "day of week"}; {@code "expression"} when the whole text is. */
    public String fieldName() {
        return fieldName;
    }

    /** Where in the text as given the fault begins; characters, counted from 0. */
    public int position() {
        return position;
    }
}
