package dev.rota.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CronWordsTest {

    private static final long SEED = Long.getLong("rota.seed", 3L);

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    0 3 * * SUN            | At 03:00, only on Sunday
                    0 3 * * *              | At 03:00, every day
                    30 0 3 * * *           | At 03:00:30, every day
                    0 8,12,18 * * *        | At 08:00, 12:00 and 18:00, every day
                    */15 * * * *           | Every 15 minutes
                    0,30 * * * *           | Every 30 minutes
                    * * * * *              | Every minute
                    @hourly                | Every hour
                    5 * * * *              | At minute 5 of every hour
                    5/15 * * * *           | Every 15 minutes from minute 5 of every hour
                    */7 * * * *            | At minutes 0, 7, 14, 21, 28, 35, 42, 49 and 56 of every hour
                    0 */2 * * *            | Every 2 hours
                    30 */2 * * *           | Every 2 hours from 00:30 to 22:30
                    0 */5 * * *            | Every 5 hours from 00:00 to 20:00
                    0 8-18/2 * * MON-FRI   | Every 2 hours from 08:00 to 18:00, Monday to Friday
                    */15 9-17 * * MON-FRI  | Every 15 minutes from 09:00 to 17:45, Monday to Friday
                    0-10 4 * * *           | Every minute from 04:00 to 04:10
                    */10 9,12,15 * * *     | Every 10 minutes in the hours 09, 12 and 15
                    0,10,25 8-18 * * *     | At minutes 0, 10 and 25 of the hours 08 to 18
                    * * * * * *            | Every second
                    */10 * * * * *         | Every 10 seconds
                    30 * * * * *           | At second 30 of every minute
                    */10 0,30 9-17 * * *   | Every 10 seconds in minutes 0 and 30 of the hours 09 to 17
                    5,10 3 9 * * *         | At seconds 5 and 10 of minute 3 of the hour 09
                    @yearly                | At 00:00, on 1 January
                    @monthly               | At 00:00, on day 1 of the month
                    0 0 30 2 *             | At 00:00, on 30 February: never fires, there is no such date
                    0 0 13 * FRI           | At 00:00, on day 13 of the month and also on every Friday
                    0 0 13 * FRI#1         | At 00:00, on day 13 of the month and also on the first Friday of the month
                    0 0 L * *              | At 00:00, on the last day of the month
                    0 0 L-3 * *            | At 00:00, on the day 3 days before the last day of the month
                    0 0 15W * ?            | At 00:00, on the Monday-to-Friday day nearest to day 15 of the month
                    0 0 LW * *             | At 00:00, on the last Monday-to-Friday day of the month
                    0 9 ? * FRI#2          | At 09:00, only on the second Friday of the month
                    0 9 * * MON,FRIL       | At 09:00, only on Monday and the last Friday of the month
                    0 9 * * 0,6            | At 09:00, only on Saturday and Sunday
                    0 9 * * FRI-SUN        | At 09:00, Friday to Sunday
                    0 0 1-7 JAN-MAR,DEC *  | At 00:00, on days 1 to 7 of the month, only in January to March and December
                    0 0 * JUL *            | At 00:00, every day, only in July
                    """)
    void says_it_in_english(String text, String words) {
        assertThat(Cron.parse(text).describe()).isEqualTo(words);
    }

    @Test
    void what_reads_the_same_fires_the_same() {
        Random random = new Random(SEED);
        RandomCron crons = new RandomCron(random);
        Map<String, Cron> known = new HashMap<>();
        int met = 0;
        for (int i = 0; i < 60_000; i++) {
            String time = random.nextBoolean() ? crons.fixed() : crons.elapsed();
            Cron cron = Cron.parse(random.nextBoolean() ? time : crons.seconds() + " " + time);
            Cron other = known.putIfAbsent(cron.describe(), cron);
            if (other != null && !other.equals(cron)) {
                met++;
                assertThat(matches(cron))
                        .as("%s and %s: %s, -Drota.seed=%d", cron, other, cron.describe(), SEED)
                        .isEqualTo(matches(other));
            }
        }
        assertThat(met).isGreaterThan(500);
    }

    /** The first local times that match, from several starts: equal for expressions that mean the same. */
    private static List<Long> matches(Cron cron) {
        List<Long> matches = new ArrayList<>();
        for (long start = 0; start < 40; start++) {
            long local = start * 11_111_111L;
            for (int i = 0; i < 5 && local != LocalTimes.NONE; i++) {
                local = cron.times().next(local + 1);
                matches.add(local);
            }
        }
        return matches;
    }
}
