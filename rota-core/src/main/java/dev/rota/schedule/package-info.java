/**
 * When something is due: cron expressions, intervals, single instants, and what becomes of a fire that was missed.
 *
 * <p>Everything here is a pure function of its arguments. No class reads a clock, starts a thread or touches a store;
 * every search is bounded, so a wrong expression or a strange time zone costs microseconds and never a hang.
 *
 * <p><b>Two kinds of cron expression.</b> Where the hour and the minute are both written as plain values (lists and
 * ranges of numbers), the expression names <em>fixed local times</em>. A fixed local time fires exactly once for every
 * day that matches: when the clocks jump over it, at the first instant after the gap; when the clocks show it twice, at
 * the first of the two. Where the hour or the minute is a wildcard, a step or covers its whole range, the expression
 * <em>follows elapsed time</em>: it fires at each instant at which the wall clock shows a matching time, so nothing
 * fires inside a gap, and both passes of a repeated hour fire.
 *
 * <p><b>Layers</b>, lowest first: {@code CronParser} turns text into {@code CronField}s; {@code DayRule} and
 * {@code LocalTimes} search the calendar as if there were no time zones; {@code ZonedSearch} lays that calendar over
 * the offsets of a zone. {@link dev.rota.schedule.Cron} is their face. {@link dev.rota.schedule.Trigger} puts cron
 * beside intervals and single instants, and {@link dev.rota.schedule.DueFires} decides which due instants fire.
 */
@NullMarked
package dev.rota.schedule;

import org.jspecify.annotations.NullMarked;
