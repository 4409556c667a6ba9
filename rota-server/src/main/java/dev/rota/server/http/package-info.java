/**
 * The job type {@code http}: a call of an endpoint, so that a schedule which calls one needs no Java.
 *
 * <p>Whoever may enqueue jobs would otherwise be able to let the server call what stands beside it: databases, metadata
 * services, its own loopback. So {@link dev.rota.server.http.AddressRules} refuses addresses that are not public unless the
 * operator allows them. A name is resolved once for each connection, all its addresses are judged, and the connection goes to
 * one of those that were judged: a name that resolves to something else a moment later gains nothing. Redirects are followed
 * here and not by the client, so that each hop is judged like the first, and secrets are not carried to another origin.
 */
@NullMarked
package dev.rota.server.http;

import org.jspecify.annotations.NullMarked;
