/**
 * The library's duties, one class each, named by what it does.
 *
 * <p>Three rules hold for all of them. <b>Time is a parameter</b>: each duty takes the instant it is to see, and
 * {@link LibrarySettings} gives the zone in which "today" is meant, so the same duty serves midnight, a late start and
 * a test. <b>A duty selects what is not done yet</b>, never what "equals today", so that a day of down-time loses
 * nothing and a second run does nothing. <b>A row is claimed by the statement that changes it</b>, and only rows so
 * claimed are counted, so that two workers together do what one would have done.
 *
 * <p>Long duties work in batches, one transaction each, and call {@link DutyProgress#checkpoint()} between them.
 */
@NullMarked
package dev.rota.systems.library.duty;

import dev.rota.systems.common.DutyProgress;
import org.jspecify.annotations.NullMarked;
