package dev.rota.demo;

import dev.rota.Rota;
import dev.rota.mail.local.LocalMailbox;
import dev.rota.schedule.StoredSchedule;
import dev.rota.systems.common.Demonstration;
import dev.rota.web.RotaWeb;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;

/** Starts what the demonstration needs, runs it, and takes it down again. */
final class DemoProgram {
    private static final ZoneId ZONE = ZoneId.of("America/New_York");
    private static final int NEXT_FIRES = 5;
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final DemoOptions options;
    private final PrintStream out;
    private final boolean verbose;

    DemoProgram(DemoOptions options, PrintStream out, boolean verbose) {
        this.options = options;
        this.out = out;
        this.verbose = verbose;
    }

    /** Runs to the end; true if all went well. */
    boolean run() throws Exception {
        if (options.once() && !options.keep() && options.directory().endsWith(Path.of(".rota", "once"))) {
            clear(options.directory());
        }
        Files.createDirectories(options.directory());
        String db = DemoDatabase.name(options.db(), options.directory());
        Path mails = options.directory().resolve("mails");
        String secret = DemoSecret.in(options.directory());
        DemoClock clock = new DemoClock();
        try (DemoDatabase database = DemoDatabase.open(db, options.directory());
                DemoMail mail = DemoMail.open(options.mailServer(), mails)) {
            try (ConfigurableApplicationContext context = start(database, mail, clock, secret)) {
                out.println("Database  " + database.words());
                out.println("Mails     " + mail.words());
                return options.once() ? once(context, clock) : goOn(context, mail);
            }
        }
    }

    /** The directory of a run that is to begin afresh. */
    private static void clear(Path directory) throws IOException {
        if (!Files.exists(directory)) {
            return;
        }
        try (Stream<Path> files = Files.walk(directory)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }

    private ConfigurableApplicationContext start(DemoDatabase database, DemoMail mail, DemoClock clock, String secret) {
        SpringApplication application = new SpringApplicationBuilder(DemoApplication.class)
                .properties(DemoLogging.properties(verbose))
                .properties(
                        "spring.datasource.url=" + database.url(),
                        "spring.flyway.enabled=false",
                        "server.address=127.0.0.1",
                        "server.port=" + options.port(),
                        "rota.worker.name=demo",
                        "rota.web.environment=demo",
                        "demo.mail.host=" + mail.host(),
                        "demo.mail.port=" + mail.port(),
                        "demo.mail.directory=" + options.directory().resolve("mails"),
                        "demo.mail.filed=" + (options.mailServer() == null),
                        "library.path=/library",
                        "library.jwt.secret=" + secret + "-library",
                        "webapp.path=/webapp",
                        "webapp.timezone=" + ZONE,
                        "webapp.url=http://127.0.0.1:" + options.port() + "/webapp",
                        "webapp.uploads=" + options.directory().resolve("uploads"),
                        "webapp.jwt.secret=" + secret + "-webapp",
                        "boardgames.path=/boardgames",
                        "boardgames.jwt.secret=" + secret + "-boardgames",
                        "chat.path=/chat",
                        "chat.jwt.secret=" + secret + "-chat",
                        "audiobooks.path=/audiobooks",
                        "audiobooks.jwt.secret=" + secret + "-audiobooks",
                        "audiobooks.downloads=" + options.directory().resolve("audiobooks"))
                .initializers(context -> {
                    context.getBeanFactory().registerSingleton("demoClock", clock);
                })
                .build();
        application.setRegisterShutdownHook(false);
        return application.run();
    }

    private List<Demonstration> systems(ConfigurableApplicationContext context) {
        List<Demonstration> all =
                List.copyOf(context.getBeansOfType(Demonstration.class).values());
        if (options.system() == null) {
            return all;
        }
        List<Demonstration> chosen = all.stream()
                .filter(one -> one.system().equals(options.system()))
                .toList();
        if (chosen.isEmpty()) {
            throw new DemoException(
                    "There is no system " + options.system() + ", expected one of "
                            + all.stream().map(Demonstration::system).sorted().toList(),
                    null);
        }
        return chosen;
    }

    private String load(
            ConfigurableApplicationContext context, Demonstration system, LocalDate date, Consumer<String> say) {
        Integer loans = options.loans();
        if (loans != null && system.system().equals(InventedLoans.SYSTEM)) {
            InventedLoans invented = new InventedLoans(context, say);
            if (invented.isWanted()) {
                return invented.write(loans, date.atStartOfDay(ZONE).toInstant(), ZONE);
            }
        }
        return system.load(options.data(), date);
    }

    private boolean once(ConfigurableApplicationContext context, DemoClock clock) throws InterruptedException {
        Rota rota = context.getBean(Rota.class);
        LocalDate date = options.date() != null ? options.date() : LocalDate.ofInstant(clock.instant(), ZONE);
        boolean good = true;
        for (Demonstration system : systems(context)) {
            clock.set(date.atStartOfDay(ZONE).toInstant());
            out.println("Loaded    " + load(context, system, date, out::println));
            good &= new OnceRun(rota, clock, out, ZONE).run(system, date);
        }
        return good;
    }

    private boolean goOn(ConfigurableApplicationContext context, DemoMail mail) throws InterruptedException {
        Rota rota = context.getBean(Rota.class);
        Clock system = Clock.systemUTC();
        Narrator narrator = new Narrator(rota, out, system);
        CountDownLatch stopped = new CountDownLatch(1);
        CountDownLatch ended = new CountDownLatch(1);
        Runtime.getRuntime().addShutdownHook(new Thread(() -> end(stopped, ended, narrator)));
        rota.listen(narrator);
        new Watch(rota, narrator).start(stopped);
        LocalDate today = LocalDate.ofInstant(system.instant(), ZONE);
        try {
            for (Demonstration one : systems(context)) {
                boolean first = neverFired(rota, one, today);
                narrator.say("Loaded " + load(context, one, today, narrator::say));
                if (first) {
                    runDueToday(rota, one, today, system.instant(), stopped);
                }
            }
            if (stopped.getCount() > 0) {
                sayWhatIsNext(rota, narrator);
                sayWhereToLook(context, narrator);
            }
            stopped.await();
            rota.stop(PATIENCE);
            narrator.say("Stopped. Start it again with ./rota demo; mails are in " + mail.directoryWords());
        } finally {
            context.close();
            ended.countDown();
        }
        return true;
    }

    private static void end(CountDownLatch stopped, CountDownLatch ended, Narrator narrator) {
        if (ended.getCount() > 0) {
            narrator.say("Stopping: what runs may end");
        }
        stopped.countDown();
        try {
            ended.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static boolean neverFired(Rota rota, Demonstration system, LocalDate today) {
        return system.duties(today).stream()
                .allMatch(duty -> rota.schedules().fires(duty.schedule(), 1).isEmpty());
    }

    /** On the first day the duties of the hours that have passed are due. */
    private static void runDueToday(
            Rota rota, Demonstration system, LocalDate today, Instant now, CountDownLatch stopped)
            throws InterruptedException {
        List<Demonstration.Duty> due = new ArrayList<>(system.duties(today));
        due.removeIf(duty -> duty.at().isAfter(now));
        for (Demonstration.Duty duty : due) {
            if (stopped.getCount() > 0) {
                ByHand.run(rota, duty.schedule(), stopped);
            }
        }
    }

    private static void sayWhatIsNext(Rota rota, Narrator narrator) {
        rota.schedules().list().stream()
                .filter(schedule -> schedule.nextFireAt() != null)
                .sorted(Comparator.comparing(StoredSchedule::nextFireAt))
                .limit(NEXT_FIRES)
                .forEach(schedule -> narrator.say("Next: " + schedule.name() + " on "
                        + Words.moment(java.util.Objects.requireNonNull(schedule.nextFireAt()), ZONE) + " "
                        + ZONE.getId()));
    }

    private static void sayWhereToLook(ConfigurableApplicationContext context, Narrator narrator) {
        String origin = "http://localhost:" + context.getEnvironment().getProperty("local.server.port");
        narrator.say("Dashboard: " + origin + "/rota/");
        narrator.say("As admin, once: " + context.getBean(RotaWeb.class).adminLink(origin));
        narrator.say("Going on by schedule. Ctrl-C ends it");
    }

    /** A mailbox of the demonstration's own, or a mail server that was given. */
    record DemoMail(String host, int port, String words, String directoryWords, AutoCloseable closing)
            implements AutoCloseable {

        static DemoMail open(@org.jspecify.annotations.Nullable String server, Path directory) throws IOException {
            if (server != null) {
                int colon = server.lastIndexOf(':');
                if (colon < 1 || !server.substring(colon + 1).matches("\\d{1,5}")) {
                    throw new DemoException("--mail-server is " + server + ", expected HOST:PORT", null);
                }
                int port = Integer.parseInt(server.substring(colon + 1));
                return new DemoMail(server.substring(0, colon), port, "go to " + server, server, () -> {});
            }
            LocalMailbox mailbox = LocalMailbox.start(directory, 0);
            String place = Path.of("").toAbsolutePath().relativize(directory).toString();
            return new DemoMail(
                    "127.0.0.1", mailbox.port(), "arrive over SMTP and are filed in " + place, place, mailbox);
        }

        @Override
        public void close() throws IOException {
            try {
                closing.close();
            } catch (IOException | RuntimeException e) {
                throw e;
            } catch (Exception e) {
                throw new IOException("The mailbox could not be closed", e);
            }
        }
    }
}
