package dev.rota.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.SSLContext;
import org.eclipse.jetty.util.ssl.SslContextFactory;
import org.eclipse.jetty.util.thread.ScheduledExecutorScheduler;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** When the files of a key and its certificate are read again. Nothing is waited for: the looks are taken by hand. */
final class TlsReloadTest {
    @TempDir
    private Path directory;

    private final SslContextFactory.Server factory = new SslContextFactory.Server();
    private final AtomicInteger reads = new AtomicInteger();
    private Path file;
    private TlsReload reload;
    private boolean broken;

    @BeforeEach
    void start() throws Exception {
        file = Files.writeString(directory.resolve("first"), "one");
        factory.setSslContext(context());
        factory.start();
        reload = reloadOf(file);
    }

    @AfterEach
    void stop() throws Exception {
        factory.stop();
    }

    private TlsReload reloadOf(Path watched) {
        return new TlsReload(factory, new TlsKeys(Set.of(watched), this::read), new ScheduledExecutorScheduler());
    }

    private static SSLContext context() throws Exception {
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, null, null);
        return context;
    }

    private SSLContext read() {
        reads.incrementAndGet();
        if (broken) {
            throw new IllegalStateException("the key is not that of the certificate");
        }
        try {
            return context();
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void what_has_not_changed_is_not_read() throws Exception {
        SSLContext before = factory.getSslContext();
        reload.look();
        assertThat(reads).hasValue(0);
        assertThat(factory.getSslContext()).isSameAs(before);
        Files.writeString(file, "another");
        reload.look();
        reload.look();
        assertThat(reads).hasValue(1);
        assertThat(factory.getSslContext()).isNotSameAs(before);
    }

    @Test
    void what_cannot_be_taken_leaves_the_one_before_in_use_until_it_can() throws Exception {
        SSLContext before = factory.getSslContext();
        broken = true;
        Files.writeString(file, "half of it");
        reload.look();
        reload.look();
        assertThat(reads).hasValue(1);
        assertThat(factory.getSslContext()).isSameAs(before);
        broken = false;
        Files.delete(file);
        reload.look();
        Files.writeString(file, "the whole of it");
        reload.look();
        assertThat(factory.getSslContext()).isNotSameAs(before);
    }

    @Test
    void a_link_that_leads_elsewhere_is_a_change() throws Exception {
        Path other = Files.writeString(directory.resolve("other"), "two");
        Path link = Files.createSymbolicLink(directory.resolve("link"), file);
        TlsReload linked = reloadOf(link);
        Files.delete(link);
        Files.createSymbolicLink(link, other);
        linked.look();
        assertThat(reads).hasValue(1);
    }
}
