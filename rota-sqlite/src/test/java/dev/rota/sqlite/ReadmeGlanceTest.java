package dev.rota.sqlite;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rota.Rota;
import dev.rota.jackson.JacksonCodec;
import dev.rota.job.JobType;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the README begins with: between the marks it stands there letter by letter, and here it runs. */
final class ReadmeGlanceTest {
    private static final Pattern MARKED =
            Pattern.compile("^ *// \\[glance]\\n(.*?)^ *// \\[/glance]$", Pattern.MULTILINE | Pattern.DOTALL);

    private final CompletableFuture<Long> welcomed = new CompletableFuture<>();
    private final Mailer mailer = welcomed::complete;

    interface Mailer {
        void welcome(long userId);
    }

    // [glance]
    record Welcome(long userId) {}

    static final JobType<Welcome> WELCOME =
            JobType.of("users.welcome", Welcome.class).retries(5);
    // [/glance]

    @Test
    void runs(@TempDir Path directory) {
        Path file = directory.resolve("rota.db");
        // [glance]
        Rota rota = Rota.builder(SqliteStore.open(file), new JacksonCodec())
                .handler(WELCOME, (args, job) -> mailer.welcome(args.userId()))
                .owningStore()
                .build();
        rota.start();
        rota.enqueue(WELCOME, new Welcome(42));
        // [/glance]
        try (rota) {
            assertThat(welcomed).succeedsWithin(Duration.ofSeconds(60)).isEqualTo(42L);
        }
    }

    @Test
    void is_what_the_readme_begins_with() throws IOException {
        String source = Files.readString(Path.of("src/test/java/dev/rota/sqlite/ReadmeGlanceTest.java"));
        String glance = MARKED.matcher(source)
                .results()
                .map(part -> part.group(1).stripTrailing().stripIndent())
                .collect(Collectors.joining("\n\n"));

        String readme = Files.readString(Path.of("../README.md"));
        Matcher first = Pattern.compile("```java\\n(.*?)\\n```", Pattern.DOTALL).matcher(readme);
        assertThat(first.find()).isTrue();
        assertThat(first.group(1)).isEqualTo(glance);
    }
}
