package dev.rota.store;

/**
 * Something about a database that an operator should know.
 *
 * @param severity how much it matters
 * @param code its name, such as {@code fsync-off}: the same for the same kind of trouble in every version
 * @param found what was found, with its numbers and names: a sentence
 * @param matters why it matters: a sentence
 * @param remedy what to do: a sentence
 */
public record Finding(Severity severity, String code, String found, String matters, String remedy) {

    /** How much a finding matters. */
    public enum Severity {
        /** Worth knowing. */
        INFO,
        /** Something is slower or weaker than it should be, or will be. */
        WARNING,
        /** Jobs may be lost or stand still. */
        ERROR
    }

    public static Finding info(String code, String found, String matters, String remedy) {
        return new Finding(Severity.INFO, code, found, matters, remedy);
    }

    public static Finding warning(String code, String found, String matters, String remedy) {
        return new Finding(Severity.WARNING, code, found, matters, remedy);
    }

    public static Finding error(String code, String found, String matters, String remedy) {
        return new Finding(Severity.ERROR, code, found, matters, remedy);
    }
}
