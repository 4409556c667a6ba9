/**
 * Without the internet: data to work with, and a server on this machine that serves them as the real sources do.
 *
 * <p>{@link dev.rota.systems.audiobooks.local.LocalCatalogue} speaks the formats of LibriVox, Open Library, Google Books
 * and the Internet Archive with the quirks that their answers really have; it is the default in tests and demonstrations.
 * {@link dev.rota.systems.audiobooks.local.CatalogueData} is what it serves: the hand-made catalogue of this program, or
 * a directory of open data.
 */
@NullMarked
package dev.rota.systems.audiobooks.local;

import org.jspecify.annotations.NullMarked;
