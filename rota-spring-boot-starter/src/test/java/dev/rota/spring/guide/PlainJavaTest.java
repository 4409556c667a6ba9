package dev.rota.spring.guide;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rota.Rota;
import dev.rota.event.RotaEvent;
import dev.rota.job.Job;
import dev.rota.job.JobContext;
import dev.rota.job.JobState;
import dev.rota.spring.guide.PlainProgram.SendReceipt;
import dev.rota.sqlite.SqliteStore;
import dev.rota.store.JobArchive.Query;
import dev.rota.store.Store;
import dev.rota.testing.EventLog;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** That the guide for programs without Spring says what is so. */
final class PlainJavaTest {
    private static final String TABLE =
            "create table orders (id varchar(36) primary key, customer varchar(100), state varchar(10))";

    private final Queue<String> sent = new ConcurrentLinkedQueue<>();

    @Test
    void the_program_goes_on_until_it_is_asked_to_end(@TempDir Path directory)
            throws IOException, InterruptedException {
        String classPath = System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
        Process program = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        classPath,
                        PlainProgram.class.getName())
                .directory(directory.toFile())
                .redirectErrorStream(true)
                .start();
        try (BufferedReader output = program.inputReader()) {
            assertThat(output.lines().anyMatch("Receipt for Anna"::equals)).isTrue();
            assertThat(program.isAlive()).isTrue();
            program.destroy();
            program.waitFor();
        } finally {
            program.destroyForcibly();
        }
        try (Store store = SqliteStore.open(directory.resolve("shop.db"))) {
            assertThat(store.archive().list(Query.NEWEST))
                    .extracting(Job::state)
                    .containsExactly(JobState.SUCCEEDED);
            assertThat(store.schedules().find("close-old")).isPresent();
        }
    }

    @Test
    void orders_and_jobs_stand_in_one_sqlite_file_and_one_transaction(@TempDir Path directory) throws Exception {
        takesOrders(PlainOrders.inFile(directory.resolve("shop.db"), this::send));
    }

    @Test
    void orders_and_jobs_stand_in_one_postgres_database_and_one_transaction() throws Exception {
        try (EmbeddedPostgres postgres = EmbeddedPostgres.start()) {
            DataSource database = postgres.getPostgresDatabase();
            String url = postgres.getJdbcUrl("postgres", "postgres");
            for (Store store : PlainOrders.inPostgres(database, url, "postgres", "")) {
                run(database, "drop table if exists orders");
                takesOrders(new PlainOrders(database, store, this::send));
            }
        }
    }

    private void send(SendReceipt args, JobContext job) {
        sent.add(args.customer());
    }

    private void takesOrders(PlainOrders orders) throws Exception {
        DataSource database = orders.transactions().database();
        run(database, TABLE);
        sent.clear();
        EventLog events = new EventLog();
        try (Rota rota = orders.rota()) {
            rota.listen(events);
            rota.start();
            long before = rota.jobs().list(Query.NEWEST).size();
            orders.place("1", "Anna");
            events.await(RotaEvent.Succeeded.class, event -> true);
            assertThat(sent).containsExactly("Anna");

            assertThatThrownBy(() -> orders.place("1", "Bert")).isInstanceOf(SQLException.class);
            assertThat(rota.jobs().list(Query.NEWEST)).hasSize((int) before + 1);

            long id = orders.remind("Carla");
            assertThat(orders.remind("Carla")).isEqualTo(id);
            assertThat(rota.jobs().find(id).orElseThrow().request().priority()).isEqualTo(-1);
            assertThat(orders.cancel(id)).isTrue();
            assertThat(orders.cancel(id)).isFalse();

            assertThat(orders.sendAll(List.of("Dora", "Emil"))).hasSize(2);
            events.await(RotaEvent.Succeeded.class, event -> true, 3);
            assertThat(sent).containsExactlyInAnyOrder("Anna", "Dora", "Emil");
        }
    }

    private static void run(DataSource database, String sql) throws SQLException {
        try (Connection connection = database.getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }
}
