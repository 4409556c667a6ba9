/**
 * Alerts: what needs somebody, told by mail and webhook.
 *
 * <p>Three steps, each of which may die at any moment without an alert being lost or told twice. {@link Conditions} looks
 * at the store and says what is the matter now: a pure question, answered from indexes, which the dashboard asks too. The
 * <em>book</em> of a channel remembers what the channel has been told, and says what it has to be told: raised, over, or
 * again after a while; nothing in quiet times. It is one setting of the store, changed only from the version that was read,
 * so that of any number of processes one writes the message into it. The message then becomes a job of type
 * {@value dev.rota.alerts.AlertSender#NAME} under a unique key, and is taken out of the book: delivery is an ordinary job,
 * with its attempts, its waits and its place in the dashboard.
 *
 * <p>Jobs of alerts wait in a queue of their own and have slots of their own, so that a worker whose slots are all taken can
 * still say so. What concerns that type and that queue is never told: an alert that cannot be delivered must not make
 * another one.
 *
 * <p>Channels stand in the program or its configuration, never in the database, and neither do their secrets. What people
 * may do in the dashboard is to turn channels and kinds off and on, and to send a test. So no one who can reach the
 * dashboard can make the server call an address, and addresses that are not public may be named freely.
 */
@NullMarked
package dev.rota.alerts;

import org.jspecify.annotations.NullMarked;
