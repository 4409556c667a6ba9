package dev.rota.systems.audiobooks;

import dev.rota.systems.audiobooks.AudiobookSettings.Asking;
import dev.rota.systems.audiobooks.local.CatalogueData;
import dev.rota.systems.audiobooks.local.HandMade;
import dev.rota.systems.audiobooks.local.LocalCatalogue;
import dev.rota.systems.audiobooks.local.Quirks;
import dev.rota.systems.audiobooks.source.Source;
import java.io.UncheckedIOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Where the sources are: on the internet, or at a server of this program. */
final class CatalogueHost implements AutoCloseable {
    private static final int PAGE = 5;

    private final Asking asking;
    private final @Nullable LocalCatalogue local;

    private CatalogueHost(Asking asking, @Nullable LocalCatalogue local) {
        this.asking = asking;
        this.local = local;
    }

    /** Starts the local server if it is needed. If its port is taken, another worker of this machine has started it. */
    static CatalogueHost start(Asking asking) {
        if (asking.internet()) {
            return new CatalogueHost(asking, null);
        }
        try {
            Quirks quirks = Quirks.NONE.pageSize(PAGE);
            return new CatalogueHost(asking, LocalCatalogue.start(HandMade.catalogue(), quirks, asking.localPort()));
        } catch (UncheckedIOException e) {
            if (asking.localPort() == 0) {
                throw e;
            }
            return new CatalogueHost(asking, null);
        }
    }

    /** The four sources. */
    List<Source> sources() {
        return List.of(
                source(Source.LIBRIVOX, "https://librivox.org"),
                source(Source.OPEN_LIBRARY, "https://openlibrary.org"),
                source(Source.GOOGLE_BOOKS, "https://www.googleapis.com"),
                source(Source.ARCHIVE, "https://archive.org"));
    }

    private Source source(String name, String real) {
        String local = this.local == null ? "http://127.0.0.1:" + asking.localPort() : this.local.baseUrl();
        return new Source(name, asking.internet() ? real : local, asking.minInterval(), asking.userAgent(), true);
    }

    /** Serves other data, if the server is this program's own. */
    void serve(CatalogueData data) {
        if (local != null) {
            local.serve(data);
        }
    }

    @Override
    public void close() {
        if (local != null) {
            local.close();
        }
    }
}
