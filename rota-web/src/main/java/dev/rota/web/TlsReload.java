package dev.rota.web;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;
import org.eclipse.jetty.util.component.AbstractLifeCycle;
import org.eclipse.jetty.util.ssl.SslContextFactory;
import org.eclipse.jetty.util.thread.Scheduler;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks at the files of a key and its certificate, and lets Jetty take what stands in them when they are replaced. Jetty's
 * own scanners follow a symbolic link once, when they start; where secrets are mounted, it is the link that is replaced.
 */
final class TlsReload extends AbstractLifeCycle {
    private static final Logger LOG = LoggerFactory.getLogger(TlsReload.class);
    private static final long LOOK_SECONDS = 5;

    private final SslContextFactory.Server factory;
    private final TlsKeys keys;
    private final Scheduler scheduler;
    private Map<Path, Version> known;
    private volatile Scheduler.@Nullable Task next;

    /** By what a file is told from the one that stood in its place before. */
    private record Version(
            FileTime modified, long bytes, @Nullable Object key) {}

    /** @param scheduler runs when the server does */
    TlsReload(SslContextFactory.Server factory, TlsKeys keys, Scheduler scheduler) {
        this.factory = factory;
        this.keys = keys;
        this.scheduler = scheduler;
        this.known = versions();
    }

    @Override
    protected void doStart() {
        plan();
    }

    @Override
    protected void doStop() {
        Scheduler.Task planned = next;
        if (planned != null) {
            planned.cancel();
        }
    }

    private void plan() {
        next = scheduler.schedule(this::lookAndPlan, LOOK_SECONDS, TimeUnit.SECONDS);
    }

    private void lookAndPlan() {
        try {
            look();
        } finally {
            if (isRunning()) {
                plan();
            }
        }
    }

    /** Takes what stands in the files if they are others than at the last look. */
    void look() {
        Map<Path, Version> now = versions();
        if (now.equals(known)) {
            return;
        }
        known = now;
        try {
            SSLContext fresh = keys.reader().get();
            factory.reload(same -> same.setSslContext(fresh));
            LOG.info("The key and the certificate were replaced: new connections get them");
        } catch (Exception e) {
            // Jetty declares nothing narrower.
            LOG.warn(
                    "A file of the key and the certificate was replaced, and they cannot be taken; those before stay in use:"
                            + " {}",
                    e.getMessage());
        }
    }

    private Map<Path, Version> versions() {
        Map<Path, Version> versions = new HashMap<>();
        for (Path file : keys.files()) {
            try {
                BasicFileAttributes found = Files.readAttributes(file, BasicFileAttributes.class);
                versions.put(file, new Version(found.lastModifiedTime(), found.size(), found.fileKey()));
            } catch (IOException e) {
                // Not there at the moment: that is a change, and its coming back is another.
                LOG.debug("{} cannot be looked at", file, e);
            }
        }
        return versions;
    }
}
