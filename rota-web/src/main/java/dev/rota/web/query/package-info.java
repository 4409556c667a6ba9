/**
 * The language in which people say which jobs they mean, alike on the Jobs page, in {@code q=} of REST, on the command line
 * and in operations: {@code queue:mail state:failed since:1h -tag:test}.
 *
 * <p>A query is a row of terms that must all hold. A term is {@code key:value}, with several values separated by commas of
 * which one must hold, {@code -} in front to turn it round, quotes around what has spaces, {@code *} at the end for whatever
 * begins so, and {@code >}, {@code >=}, {@code <}, {@code <=} or {@code a..b} where it is about numbers and durations. A word
 * without key is looked for among ids, unique keys, tags and types.
 *
 * <p>This package only reads and writes the language. It is pure: no clock, no store, and the time it takes grows with the
 * length of the text and nothing else, because what it reads comes from anybody.
 */
@NullMarked
package dev.rota.web.query;

import org.jspecify.annotations.NullMarked;
