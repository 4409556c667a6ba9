package dev.rota.alerts;

import java.time.Instant;
import java.util.List;

/**
 * What a channel is told at once: the arguments of a job of alerts. Neither addresses nor secrets stand in it.
 *
 * @param id of the message, the same in all attempts to deliver it
 * @param channel its name
 * @param at when it was written, by the store's clock
 * @param items what is told, what is raised first
 * @param more how many others there were no room for
 */
record AlertMessage(String id, String channel, Instant at, List<AlertItem> items, int more) {
    AlertMessage {
        items = List.copyOf(items);
    }
}
