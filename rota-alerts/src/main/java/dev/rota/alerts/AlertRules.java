package dev.rota.alerts;

import java.time.Duration;
import java.util.Map;

/**
 * From when on something is the matter.
 *
 * @param failureRate the share of attempts that may fail, of each type: more than 0, at most 1
 * @param failureWindow over which time failures are counted, 1 minute to 1 day
 * @param failureLeast fewer attempts than this in that time tell nothing, 1 or more
 * @param unworked how long jobs may wait in a queue that no worker takes from; zero or longer
 * @param longestWait how long a job that is due may wait in a queue; more than zero
 * @param longestWaits the same for queues by name, where it is another
 * @param slowFactor how many times as long as 95 % of the jobs of its type a job may run, 1 or more
 * @param slowLeast a job that has run for less than this is never slow; zero or longer
 */
public record AlertRules(
        double failureRate,
        Duration failureWindow,
        int failureLeast,
        Duration unworked,
        Duration longestWait,
        Map<String, Duration> longestWaits,
        double slowFactor,
        Duration slowLeast) {
    /** A fifth of 20 attempts in 15 minutes; a minute without workers; 5 minutes of waiting; 3 times the usual, 1 minute. */
    public static final AlertRules DEFAULTS = new AlertRules(
            0.2,
            Duration.ofMinutes(15),
            20,
            Duration.ofMinutes(1),
            Duration.ofMinutes(5),
            Map.of(),
            3,
            Duration.ofMinutes(1));

    public AlertRules {
        longestWaits = Map.copyOf(longestWaits);
        require(failureRate > 0 && failureRate <= 1, "Failure rate", failureRate, "more than 0 and at most 1");
        require(
                failureWindow.compareTo(Duration.ofMinutes(1)) >= 0 && failureWindow.compareTo(Duration.ofDays(1)) <= 0,
                "Window of the failure rate",
                failureWindow,
                "1 minute to 1 day");
        require(failureLeast >= 1, "Least number of attempts", failureLeast, "1 or more");
        require(!unworked.isNegative(), "Time without workers", unworked, "zero or longer");
        require(isPositive(longestWait), "Longest wait", longestWait, "more than zero");
        longestWaits.forEach((queue, longest) ->
                require(isPositive(longest), "Longest wait of queue " + queue, longest, "more than zero"));
        require(slowFactor >= 1 && Double.isFinite(slowFactor), "Factor of the run time", slowFactor, "1 or more");
        require(!slowLeast.isNegative(), "Least run time", slowLeast, "zero or longer");
    }

    private static boolean isPositive(Duration duration) {
        return !duration.isNegative() && !duration.isZero();
    }

    private static void require(boolean holds, String what, Object found, String expected) {
        if (!holds) {
            throw new IllegalArgumentException(what + " is " + found + ", expected " + expected);
        }
    }

    /** How long a job may wait in this queue. */
    public Duration waitIn(String queue) {
        return longestWaits.getOrDefault(queue, longestWait);
    }

    /** With another bound of the failure rate. */
    public AlertRules failureRate(double rate, Duration window, int least) {
        return new AlertRules(rate, window, least, unworked, longestWait, longestWaits, slowFactor, slowLeast);
    }

    /** With other bounds of how long jobs wait. */
    public AlertRules waits(Duration newUnworked, Duration newWait, Map<String, Duration> newWaits) {
        return new AlertRules(
                failureRate, failureWindow, failureLeast, newUnworked, newWait, newWaits, slowFactor, slowLeast);
    }

    /** With another bound of how long jobs run. */
    public AlertRules slow(double factor, Duration least) {
        return new AlertRules(
                failureRate, failureWindow, failureLeast, unworked, longestWait, longestWaits, factor, least);
    }
}
