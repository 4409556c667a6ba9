/**
 * What happens to loans at the desk and over the web, and who may do it.
 *
 * <p>An endpoint and a duty that do the same thing share one service, so that a loan marked by hand and one marked at
 * midnight are marked alike and in one transaction. Who may call is decided by {@link
 * dev.rota.systems.library.circulation.LibrarySecurity}: a bearer token names the user, the user's row gives the role.
 */
@NullMarked
package dev.rota.systems.library.circulation;

import org.jspecify.annotations.NullMarked;
