/**
 * An audiobook collection that keeps itself up to date from lawful sources: seven tasks with schedules, and downloads.
 *
 * <p>{@link dev.rota.systems.audiobooks.source} asks the sources, {@link dev.rota.systems.audiobooks.catalogue} holds the
 * tables, {@link dev.rota.systems.audiobooks.task} does the work free of any job engine,
 * {@link dev.rota.systems.audiobooks.jobs} runs it as jobs of Rota, {@link dev.rota.systems.audiobooks.web} shows it, and
 * {@link dev.rota.systems.audiobooks.local} stands for the sources where there is no internet. This package joins them to
 * one program and reads its configuration.
 */
@NullMarked
package dev.rota.systems.audiobooks;

import org.jspecify.annotations.NullMarked;
