package dev.rota.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.Random;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.springframework.scheduling.support.CronExpression;

/** Spring reads the same grammar. It is compared where it agrees by design: no clock changes, one day field. */
class CronSpringTest {

    private static final long SEED = Long.getLong("rota.seed", 77L);

    @Test
    void fires_when_spring_says() {
        Random random = new Random(SEED);
        RandomCron crons = new RandomCron(random);
        for (int i = 0; i < 1500; i++) {
            String[] fields = (random.nextBoolean() ? crons.fixed() : crons.elapsed()).split(" ");
            boolean byDay = random.nextBoolean();
            String text = crons.seconds() + " " + fields[0] + " " + fields[1] + " "
                    + (byDay ? crons.dayOfMonth() + " " + fields[3] + " ?" : "? " + fields[3] + " " + crons.weekday());
            if (!leavesItsMonth(text)) {
                compare(text, random);
            }
        }
    }

    /** Where L-30 or 31W lies outside a short month, or 28W on its last Sunday, Spring goes into another month. */
    private static boolean leavesItsMonth(String text) {
        return Pattern.compile("L-(28|29|30)|(28|29|30|31)W").matcher(text).find();
    }

    private static void compare(String text, Random random) {
        CronExpression spring = CronExpression.parse(text);
        LocalDateTime time = LocalDateTime.of(1990, 1, 1, 0, 0).plusSeconds(random.nextLong(1_400_000_000L));
        for (int step = 0; step < 3; step++) {
            LocalDateTime expected = spring.next(time);
            Instant fire = Cron.parse(text)
                    .next(time.toInstant(ZoneOffset.UTC), ZoneOffset.UTC)
                    .orElse(null);
            assertThat(fire)
                    .as("\"%s\" after %s with -Drota.seed=%d", text, time, SEED)
                    .isEqualTo(expected == null ? null : expected.toInstant(ZoneOffset.UTC));
            if (expected == null) {
                return;
            }
            time = expected;
        }
    }
}
