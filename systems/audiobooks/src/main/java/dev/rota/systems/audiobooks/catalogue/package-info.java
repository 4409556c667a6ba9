/**
 * The collection's tables: what the catalogue holds, what is followed, what is wanted.
 *
 * <p>Writing a book is idempotent and says whether it was inserted, updated or unchanged; a hash of its facts decides.
 * {@link Titles} says when two titles mean the same work; several recordings of a work are the rule here.
 */
@NullMarked
package dev.rota.systems.audiobooks.catalogue;

import org.jspecify.annotations.NullMarked;
