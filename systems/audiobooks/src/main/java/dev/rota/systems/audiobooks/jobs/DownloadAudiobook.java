package dev.rota.systems.audiobooks.jobs;

/**
 * Arguments of {@code audiobooks.download}.
 *
 * @param acquisitionId what is wanted
 */
public record DownloadAudiobook(long acquisitionId) {}
