/**
 * The web application: endpoints that answer at once and hand work on.
 *
 * <p>{@link dev.rota.systems.webapp.task} says what can be handed on: one job type each, with arguments that hold ids.
 * {@link dev.rota.systems.webapp.app} holds what the application does, to its tables and to its mails; whatever changes a
 * row enqueues what follows from it in the same transaction, so that neither exists without the other. {@link
 * dev.rota.systems.webapp.work} runs the jobs. {@link dev.rota.systems.webapp.web} are the endpoints and who may call
 * them. This package joins them to one program.
 */
@NullMarked
package dev.rota.systems.webapp;

import org.jspecify.annotations.NullMarked;
