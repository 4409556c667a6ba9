/**
 * Reads schedules of other programs: lines of a crontab, calls of APScheduler in Python source or what it says of its jobs,
 * and what Quartz reads as XML or in properties.
 *
 * <p>What is read is text from anywhere, so nothing here runs it, loads a class, follows a reference or looks at the clock;
 * the time it takes grows with the length of the text, which is bounded. Each schedule is told as a {@link
 * dev.rota.cli.foreign.ForeignSchedule}: as it stands there, as it would be here, and what somebody must know or do.
 *
 * <p>Weekdays are where the three differ: 6 is Saturday in a crontab, Sunday for APScheduler 3 and Friday for Quartz. All
 * become names ({@link dev.rota.cli.foreign.Weekdays}).
 */
@NullMarked
package dev.rota.cli.foreign;

import org.jspecify.annotations.NullMarked;
