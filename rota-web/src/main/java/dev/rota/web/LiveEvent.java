package dev.rota.web;

import java.util.List;

/**
 * What browsers are told at once: things of one kind that changed since they were told last.
 *
 * @param seq grows by one with every event of this process
 * @param kind such as {@code job.state}: the name of the event, and what {@code items} are
 * @param atNanos when, on a clock that only tells distances
 */
record LiveEvent(long seq, String kind, List<Item> items, long atNanos) {

    /**
     * One thing that changed.
     *
     * @param topic that it belongs to: {@code jobs}
     * @param key which one: with the topic {@code jobs:4711}
     * @param body as it stands in the event; never arguments, results, messages or lines of a log
     */
    record Item(String topic, String key, Object body) {}

    /** What stands in the data of an event. */
    record Data(String kind, List<Object> items) {}
}
