package dev.rota.systems.webapp;

import dev.rota.systems.common.Columns;
import dev.rota.systems.common.Demonstration;
import dev.rota.systems.webapp.app.Item;
import dev.rota.systems.webapp.app.Items;
import dev.rota.systems.webapp.app.Newsletters;
import dev.rota.systems.webapp.app.User;
import dev.rota.systems.webapp.app.Users;
import dev.rota.systems.webapp.app.Users.Registration;
import dev.rota.systems.webapp.work.WebappJobs;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Shows the application with a few users who do what users do: they register, make items and complete some, and one of
 * them, an administrator, sends a newsletter. Their passwords are drawn by chance and told to nobody.
 */
final class WebappDemonstration implements Demonstration {
    private static final List<String> NAMES = List.of("ada", "ben", "cleo", "dan", "eve");

    private final JdbcClient jdbc;
    private final Users users;
    private final Items items;
    private final Newsletters newsletters;
    private final ZoneId zone;

    WebappDemonstration(JdbcClient jdbc, Users users, Items items, Newsletters newsletters, ZoneId zone) {
        this.jdbc = jdbc;
        this.users = users;
        this.items = items;
        this.newsletters = newsletters;
        this.zone = zone;
    }

    @Override
    public String system() {
        return "webapp";
    }

    /** There are no data files for this system: its own users are all there is, whatever the directory holds. */
    @Override
    public String load(@Nullable Path data, LocalDate today) {
        if (count("web_user") > 0) {
            return "nothing: the web application has " + words() + " already";
        }
        for (String name : NAMES) {
            String password = UUID.randomUUID().toString();
            User user = users.register(new Registration(name, name + "@example.test", password, true));
            Item done = items.create(user.id(), "Buy milk", null);
            items.update(user.id(), done.id(), new Items.Change(null, null, true));
            items.create(user.id(), "Water the plants", null);
        }
        User admin = users.find(NAMES.get(0)).orElseThrow();
        users.makeAdmin(admin.username());
        newsletters.queue("News of the day", "There is a demonstration going on.", admin.id());
        addOldThings(admin.id(), today);
        return words() + ", and a newsletter to all of them";
    }

    /** What the clean-up finds on that day: an item deleted and a log line written too long ago. */
    private void addOldThings(long user, LocalDate today) {
        jdbc.sql("""
                insert into web_item (owner_id, title, created_at, updated_at, deleted_at)
                values (:user, 'Renew the passport', :at, :at, :at)""")
                .param("user", user)
                .param("at", Columns.of(today.minusDays(60).atStartOfDay(zone).toInstant()))
                .update();
        jdbc.sql("""
                insert into web_audit_log (user_id, username_snapshot, action, details, job_id, at)
                values (:user, :name, 'LOGIN', '{}', 0, :at)""")
                .param("user", user)
                .param("name", NAMES.get(0))
                .param("at", Columns.of(today.minusDays(400).atStartOfDay(zone).toInstant()))
                .update();
    }

    private String words() {
        return count("web_item where deleted_at is null") + " items of " + count("web_user") + " users";
    }

    private long count(String rows) {
        return jdbc.sql("select count(*) from " + rows).query(Long.class).single();
    }

    @Override
    public List<Duty> duties(LocalDate date) {
        return List.of(
                duty("Clean up old data", WebappJobs.CLEAN_UP_SCHEDULE, date, LocalTime.of(3, 30)),
                duty("Retry failed tasks", WebappJobs.RETRY_SCHEDULE, date, LocalTime.of(3, 45)));
    }

    private Duty duty(String title, String schedule, LocalDate date, LocalTime time) {
        return new Duty(title, schedule, date.atTime(time).atZone(zone).toInstant());
    }
}
