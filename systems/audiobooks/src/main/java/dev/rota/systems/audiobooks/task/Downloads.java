package dev.rota.systems.audiobooks.task;

import dev.rota.systems.audiobooks.catalogue.Acquisitions;
import dev.rota.systems.audiobooks.catalogue.Acquisitions.Status;
import dev.rota.systems.audiobooks.catalogue.Acquisitions.Wanted;
import dev.rota.systems.audiobooks.source.AnswerException;
import dev.rota.systems.audiobooks.source.ArchiveSource;
import dev.rota.systems.audiobooks.source.ArchiveSource.ArchiveFile;
import dev.rota.systems.audiobooks.source.ArchiveSource.Item;
import dev.rota.systems.audiobooks.source.Source;
import dev.rota.systems.audiobooks.source.SourceUnavailableException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Brings what is wanted: the audio of a recording from the Internet Archive, and only where it is LibriVox's and the item
 * says that it is in the public domain. A file grows beside its place, is compared with the length and the checksum that
 * the archive names, and is moved into its place at the end. A download that was cut off goes on where it ended.
 *
 * <p>Thread-safe for different acquisitions; two downloads of one exclude each other by its job's key.
 */
public final class Downloads {
    /** The public domain mark, CC0, and the older public domain dedication. */
    private static final Pattern OPEN =
            Pattern.compile("https?://creativecommons\\.org/(?:publicdomain/(?:mark|zero)|licenses/publicdomain)/.*");

    private static final Pattern PLAIN_NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._ -]{0,199}");
    /** What is brought, the first that the item has. */
    private static final List<String> FORMATS = List.of("64kbps mp3 zip", "128kbps mp3 zip", "64kbps mp3", "vbr mp3");

    private final Acquisitions acquisitions;
    private final ArchiveSource archive;
    private final Path directory;

    /**
     * Brings files into a directory, which is made when it is needed.
     *
     * @param directory on one file system: files are moved in it
     */
    public Downloads(Acquisitions acquisitions, ArchiveSource archive, Path directory) {
        this.acquisitions = acquisitions;
        this.archive = archive;
        this.directory = directory;
    }

    /**
     * Brings the file of an acquisition; does nothing if it is there, or the acquisition is not.
     *
     * @throws AnswerException when what came is not what the archive says it is; trying again may help
     */
    public void bring(long acquisition)
            throws AnswerException, SourceUnavailableException, InterruptedException, IOException {
        Optional<Wanted> wanted = acquisitions.find(acquisition);
        if (wanted.isEmpty() || wanted.get().status().equals("done")) {
            return;
        }
        String item = ArchiveSource.item(wanted.get().urlArchive());
        if (!wanted.get().source().equals(Source.LIBRIVOX) || item == null) {
            refuse(acquisition, null, "no item at the Internet Archive is known");
            return;
        }
        Optional<Item> metadata = archive.metadata(item);
        if (metadata.isEmpty()) {
            refuse(acquisition, null, "the Internet Archive has no item of that name");
            return;
        }
        String licence = metadata.get().licence();
        if (licence == null || !OPEN.matcher(licence).matches()) {
            refuse(acquisition, licence, "the licence is not known to be open");
            return;
        }
        Optional<ArchiveFile> file = choose(metadata.get().files());
        if (file.isEmpty()) {
            refuse(acquisition, licence, "the item has no audio file of a known format with a checksum");
            return;
        }
        acquisitions.set(acquisition, Status.DOWNLOADING);
        String place = bring(item, file.get());
        acquisitions.set(acquisition, Status.done(licence, place));
    }

    /** No further attempt will be made. */
    public void givenUp(long acquisition, String reason) {
        acquisitions.set(acquisition, Status.failed(reason));
    }

    private void refuse(long acquisition, @Nullable String licence, String reason) {
        acquisitions.set(acquisition, Status.unavailable(licence, reason));
    }

    /** Names come from outside and become names of files: only plain ones are taken. */
    private static Optional<ArchiveFile> choose(List<ArchiveFile> files) {
        return FORMATS.stream()
                .flatMap(format -> files.stream()
                        .filter(file -> file.format() != null
                                && file.format().toLowerCase(Locale.ROOT).equals(format)
                                && PLAIN_NAME.matcher(file.name()).matches()))
                .findFirst();
    }

    private String bring(String item, ArchiveFile file)
            throws AnswerException, SourceUnavailableException, InterruptedException, IOException {
        Path place = directory.resolve(item).resolve(file.name());
        if (Files.exists(place) && isWhole(place, file)) {
            return item + "/" + file.name();
        }
        Files.createDirectories(Objects.requireNonNull(place.getParent()));
        Path part = place.resolveSibling(file.name() + ".part");
        if (Files.exists(part) && Files.size(part) > file.size()) {
            Files.delete(part); // Another version of the file: nothing of it is of use.
        }
        if (!Files.exists(part) || Files.size(part) < file.size()) {
            archive.fetch(item, file, part);
        }
        if (!isWhole(part, file)) {
            long found = Files.size(part);
            if (found >= file.size()) {
                Files.delete(part);
            }
            throw new AnswerException("expected " + file.size() + " bytes with MD5 " + file.md5() + ", found " + found
                    + " bytes" + (found < file.size() ? "" : " with another"));
        }
        Files.move(part, place, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        return item + "/" + file.name();
    }

    private static boolean isWhole(Path path, ArchiveFile file) throws IOException {
        return Files.size(path) == file.size() && md5(path).equalsIgnoreCase(file.md5());
    }

    private static String md5(Path path) throws IOException {
        try (InputStream in = Files.newInputStream(path)) {
            MessageDigest digest = MessageDigest.getInstance("MD5");
            try (DigestInputStream read = new DigestInputStream(in, digest)) {
                read.transferTo(OutputStream.nullOutputStream());
            }
            return HexFormat.of().formatHex(digest.digest());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java has MD5", e);
        }
    }
}
