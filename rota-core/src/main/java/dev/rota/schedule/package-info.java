/** When jobs are made: cron expressions, triggers, schedules and their fires. Pure: nothing here reads a clock or a store. */
@NullMarked
package dev.rota.schedule;

import org.jspecify.annotations.NullMarked;
