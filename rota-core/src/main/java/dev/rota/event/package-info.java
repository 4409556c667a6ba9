/**
 * What happened: one record for each kind of event, told to listeners after the fact.
 *
 * <p>Metrics, dashboards and tests build on these events. They are told once, in the process where the thing happened,
 * after its transaction was committed; a process that dies in between tells nothing, so nothing durable may hang on them.
 */
@NullMarked
package dev.rota.event;

import org.jspecify.annotations.NullMarked;
