package dev.rota.systems.library.circulation;

/**
 * For how long books are lent.
 *
 * @param days from check-out or renewal to the due date, which moves on to the next open day; at least 1
 * @param renewals how often a loan may be renewed; at least 0
 */
public record LendingRules(int days, int renewals) {
    /** Two weeks, renewed twice. */
    public static final LendingRules DEFAULTS = new LendingRules(14, 2);

    /** @throws IllegalArgumentException when a value is out of range */
    public LendingRules {
        if (days < 1 || renewals < 0) {
            throw new IllegalArgumentException("library.lending: expected days from 1 and renewals from 0, found "
                    + days + " and " + renewals + ": choose larger ones");
        }
    }
}
