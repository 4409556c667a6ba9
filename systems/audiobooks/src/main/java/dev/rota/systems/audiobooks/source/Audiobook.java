package dev.rota.systems.audiobooks.source;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A recording as a source describes it; facts only.
 *
 * @param id the source's own
 * @param title not blank
 * @param facts what else is known
 * @param authors may be none
 * @param translators may be none
 * @param genres trimmed, each once
 * @param sections in order; may be none
 */
public record Audiobook(
        String id,
        String title,
        Facts facts,
        List<Person> authors,
        List<Person> translators,
        List<String> genres,
        List<Section> sections) {

    /**
     * Facts of a recording; null where the source says nothing.
     *
     * @param totalSecs 0 where the source does not know
     * @param urlArchive where its files are: the item at archive.org
     * @param catalogDate when it entered the catalogue, as the source writes it
     * @param downloads how often it was downloaded
     */
    public record Facts(
            @Nullable String language,
            @Nullable Integer copyrightYear,
            int numSections,
            long totalSecs,
            @Nullable String urlText,
            @Nullable String urlPage,
            @Nullable String urlArchive,
            @Nullable String catalogDate,
            @Nullable Long downloads) {}

    /** An author or translator; {@code id} is the source's own, years may be missing or words. */
    public record Person(
            String id,
            @Nullable String firstName,
            String lastName,
            @Nullable String dob,
            @Nullable String dod) {}

    /** A part of a recording. */
    public record Section(int number, @Nullable String title, long secs) {}
}
