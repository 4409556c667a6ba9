/**
 * What fills the library's tables: {@link dev.rota.systems.library.data.LibraryData} the hand-made data,
 * {@link dev.rota.systems.library.data.OpenLibraryData} open data of real libraries, and
 * {@link dev.rota.systems.library.data.LibraryGenerator} any number of invented loans.
 *
 * <p>A file is read completely before the first row is written, and all of it is written in one transaction: a wrong
 * line changes nothing. All people in them are invented.
 */
@NullMarked
package dev.rota.systems.library.data;

import org.jspecify.annotations.NullMarked;
