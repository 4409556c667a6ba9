/**
 * The alert jobs over HTTP, for admins alone; and what a borrower may see, the own alerts.
 *
 * <p>A bearer token (JWT, HS256, signed with {@code boardgames.jwt.secret}) names the user; the role is read from the
 * user's row at each request.
 */
@NullMarked
package dev.rota.systems.boardgames.admin;

import org.jspecify.annotations.NullMarked;
