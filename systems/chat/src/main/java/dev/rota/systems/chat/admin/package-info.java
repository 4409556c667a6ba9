/**
 * What a superuser sees of the housekeeping and does to it: three endpoints, a page and commands.
 *
 * <p>A bearer token (JWT, HS256, signed with {@code chat.jwt.secret}) names the user; whether that is a superuser is read
 * from the user's row at each request, so a right that is taken away is gone at once. The page takes the same token from a
 * cookie that no script can read and no other site can send, and its forms carry a CSRF token besides. It is plain HTML:
 * it needs no script, and its policy allows none.
 */
@NullMarked
package dev.rota.systems.chat.admin;

import org.jspecify.annotations.NullMarked;
