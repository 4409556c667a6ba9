package dev.rota.systems.audiobooks.web;

import dev.rota.schedule.Trigger;
import java.util.Locale;

/** A trigger as the scheduler that this one stands for wrote it: {@code cron[hour='2', minute='0']}. */
final class TriggerText {
    /** Fields in the order in which they are written, and where they stand in five-field cron. */
    private static final String[] NAMES = {"month", "day", "day_of_week", "hour", "minute"};

    private static final int[] PLACES = {3, 2, 4, 1, 0};

    private TriggerText() {}

    static String of(Trigger trigger) {
        String[] fields = trigger.text().split(" ");
        if (!trigger.kind().equals("cron") || fields.length != NAMES.length) {
            return trigger.kind() + "[" + trigger.text() + "]";
        }
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < NAMES.length; i++) {
            String field = fields[PLACES[i]];
            if (!field.equals("*")) {
                text.append(text.isEmpty() ? "" : ", ")
                        .append(NAMES[i])
                        .append("='")
                        .append(field.toLowerCase(Locale.ROOT))
                        .append('\'');
            }
        }
        return "cron[" + text + "]";
    }
}
