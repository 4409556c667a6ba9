/**
 * The endpoints, below {@code webapp.path}, each with and without {@code /api/v1}; and who may call them.
 *
 * <p>An endpoint answers when its transaction is committed, and so are the jobs that follow from it: who has got an answer
 * can rely on them, and nobody waits for them. A bearer token names the user, the user's row gives the rights.
 */
@NullMarked
package dev.rota.systems.webapp.web;

import org.jspecify.annotations.NullMarked;
