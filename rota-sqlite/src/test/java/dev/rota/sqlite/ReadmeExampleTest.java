package dev.rota.sqlite;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rota.Rota;
import dev.rota.event.RotaEvent;
import dev.rota.jackson.JacksonCodec;
import dev.rota.job.JobType;
import dev.rota.schedule.Schedule;
import dev.rota.testing.EventLog;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The example of the README: between the marks it stands there letter by letter, and here it runs. */
final class ReadmeExampleTest {
    private final List<Long> greeted = new ArrayList<>();
    private final Mailer mailer = greeted::add;

    interface Mailer {
        void welcome(long userId);
    }

    // [example]
    record SendWelcome(long userId) {}

    static final JobType<SendWelcome> SEND_WELCOME =
            JobType.of("users.send-welcome", SendWelcome.class).queue("mail").retries(5);
    static final JobType<Void> CLEAN_UP = JobType.of("users.clean-up");

    Rota startRota(Path file) {
        Rota rota = Rota.builder(SqliteStore.open(file), new JacksonCodec())
                .handler(SEND_WELCOME, (args, job) -> mailer.welcome(args.userId()))
                .handler(CLEAN_UP, (args, job) -> job.log().info("nothing to clean"))
                .owningStore()
                .build();
        rota.schedules()
                .put(Schedule.cron("weekly-clean-up", "0 3 * * SUN", ZoneId.of("Europe/Riga"))
                        .runs(CLEAN_UP));
        rota.start();
        return rota;
    }

    void register(Rota rota, long userId) {
        rota.enqueue(SEND_WELCOME, new SendWelcome(userId));
    }
    // [/example]

    @Test
    void runs(@TempDir Path directory) {
        EventLog log = new EventLog();
        try (Rota rota = startRota(directory.resolve("rota.db"))) {
            rota.listen(log);
            register(rota, 42);
            log.await(RotaEvent.Succeeded.class, event -> event.type().equals("users.send-welcome"));
            assertThat(greeted).containsExactly(42L);
            assertThat(rota.schedules().find("weekly-clean-up")).isPresent();
        }
    }

    @Test
    void stands_in_the_readme_letter_by_letter() throws IOException {
        String source = Files.readString(Path.of("src/test/java/dev/rota/sqlite/ReadmeExampleTest.java"));
        String example = source.substring(source.indexOf("[example]\n") + 10, source.indexOf("    // [/example]"))
                .stripTrailing()
                .stripIndent();

        assertThat(Files.readString(Path.of("../README.md"))).contains(example);
    }
}
