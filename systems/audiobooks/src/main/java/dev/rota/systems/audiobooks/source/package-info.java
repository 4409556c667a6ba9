/**
 * Asking other people's servers, politely, and understanding what they say.
 *
 * <p>{@link PoliteClient} is the only way out: one request at a time for each source, a least time between two, a
 * {@code User-Agent} with a contact, {@code If-Modified-Since}, {@code Retry-After}, and {@link SourceHealth}'s ladder of
 * back-offs when a source is down. {@link Json} judges what came by its content: sources answer errors as HTML with
 * status 200 and "nothing found" as JSON with status 404. The four sources turn answers into records and know nothing of
 * tables.
 *
 * <p>Two things can go wrong, and they are told apart: one answer makes no sense ({@link AnswerException}: the item
 * fails, the run goes on), or the source cannot be asked now ({@link SourceUnavailableException}: the run ends, and
 * says when it is worth trying again).
 *
 * <p>Goodreads has closed its interface, so it is no source here.
 */
@NullMarked
package dev.rota.systems.audiobooks.source;

import org.jspecify.annotations.NullMarked;
