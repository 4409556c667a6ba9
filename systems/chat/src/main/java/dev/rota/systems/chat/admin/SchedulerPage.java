package dev.rota.systems.chat.admin;

import dev.rota.Rota;
import dev.rota.systems.chat.admin.SchedulerView.Feedback;
import dev.rota.systems.chat.admin.SchedulerView.Line;
import dev.rota.systems.chat.admin.SchedulerView.Link;
import dev.rota.systems.chat.admin.SchedulerView.RunLine;
import dev.rota.systems.chat.duty.Housekeeping;
import dev.rota.systems.chat.duty.HousekeepingResult;
import dev.rota.systems.chat.duty.HousekeepingRun;
import dev.rota.systems.chat.duty.HousekeepingTask;
import dev.rota.systems.chat.duty.RunSource;
import dev.rota.systems.chat.jobs.ChatSchedules;
import dev.rota.systems.chat.jobs.HousekeepingDesk;
import dev.rota.systems.chat.jobs.HousekeepingDesk.Answer;
import dev.rota.systems.common.BearerTokens;
import gg.jte.ContentType;
import gg.jte.TemplateEngine;
import gg.jte.TemplateOutput;
import gg.jte.output.StringOutput;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.Principal;
import java.time.Duration;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.core.io.ClassPathResource;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.security.oauth2.jwt.JwtDecoder;
import org.springframework.security.oauth2.jwt.JwtException;
import org.springframework.security.web.csrf.CsrfToken;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/**
 * The page {@code /scheduler-admin}: what there is, one-click runs, schedules and the latest runs. It loads itself anew
 * every 30 seconds, and every 2 while a run that was started here goes on.
 */
@RestController
@RequestMapping("${chat.path:}" + SchedulerPage.PATH)
class SchedulerPage {
    static final String PATH = "/scheduler-admin";

    private static final String PACKAGE = "dev.rota.systems.chat.pages";
    private static final Duration PATIENCE = Duration.ofSeconds(2);
    private static final int REFRESH_SECONDS = 30;
    private static final int REFRESH_SECONDS_RUNNING = 2;
    private static final int RUNS = 10;
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("EEE yyyy-MM-dd HH:mm:ss z", Locale.ENGLISH);

    private final TemplateEngine templates =
            TemplateEngine.createPrecompiled(null, ContentType.Html, SchedulerPage.class.getClassLoader(), PACKAGE);
    private final HousekeepingDesk desk;
    private final ChatSchedules schedules;
    private final Housekeeping housekeeping;
    private final Rota rota;
    private final JwtDecoder decoder;
    private final String dashboard;

    SchedulerPage(
            HousekeepingDesk desk,
            ChatSchedules schedules,
            Housekeeping housekeeping,
            Rota rota,
            BearerTokens chatTokens,
            @Value("${chat.dashboard:/rota}") String dashboard) {
        this.desk = desk;
        this.schedules = schedules;
        this.housekeeping = housekeeping;
        this.rota = rota;
        this.decoder = chatTokens.decoder();
        this.dashboard = dashboard;
    }

    @GetMapping
    ResponseEntity<String> page(
            @RequestParam(name = "run", required = false) @Nullable Long run,
            @RequestParam(name = "busy", required = false) @Nullable Long busy,
            HttpServletRequest request,
            Principal who)
            throws InterruptedException {
        Feedback feedback = busy != null
                ? new Feedback("warn", "Housekeeping " + busy + " is running already; nothing was started.")
                : run != null ? feedback(run) : null;
        boolean going = feedback != null && feedback.kind().equals("busy");
        SchedulerView view = new SchedulerView(
                new Link(base(request), csrf(request), dashboard, who.getName()),
                going ? REFRESH_SECONDS_RUNNING : REFRESH_SECONDS,
                feedback,
                schedules.running() ? "running" : "stopped",
                time(schedules.now().atZone(ZoneId.of("UTC"))),
                SchedulerView.figures(
                        housekeeping.statistics().count(rota.clock().instant())),
                lines(),
                runs());
        return html(200, "scheduler", view);
    }

    /** Starts a run and shows the page again, so that loading it anew starts nothing. */
    @PostMapping("/run")
    ResponseEntity<Void> run(@RequestParam("task") String text, HttpServletRequest request, Principal who)
            throws InterruptedException {
        Optional<HousekeepingTask> task = HousekeepingTask.of(text);
        if (task.isEmpty()) {
            return ResponseEntity.badRequest().build();
        }
        Answer asked = desk.ask(task.get(), RunSource.MANUAL, false, who.getName());
        if (asked.accepted()) {
            desk.await(asked.jobId(), PATIENCE);
        }
        return seeOther(base(request) + (asked.accepted() ? "?run=" : "?busy=") + asked.jobId(), null);
    }

    /** Asks for a bearer token; one that comes with the link is filled in, and taken only when the form is sent. */
    @GetMapping("/sign-in")
    ResponseEntity<String> signIn(
            @RequestParam(name = "token", required = false) @Nullable String token, HttpServletRequest request) {
        return signInForm(200, token, null, request);
    }

    @PostMapping("/sign-in")
    ResponseEntity<?> enter(@RequestParam("token") String token, HttpServletRequest request) {
        try {
            decoder.decode(token.strip());
        } catch (JwtException e) {
            return signInForm(400, null, "This is no valid token of the chat: ask for a new one.", request);
        }
        return seeOther(base(request), SignInCookie.of(token.strip(), base(request), request.isSecure()));
    }

    @PostMapping("/sign-out")
    ResponseEntity<Void> leave(HttpServletRequest request) {
        return seeOther(base(request) + "/sign-in", SignInCookie.of("", base(request), request.isSecure()));
    }

    @GetMapping("/style.css")
    ResponseEntity<String> style(HttpServletResponse response) throws IOException {
        return ResponseEntity.ok()
                .contentType(new MediaType("text", "css", StandardCharsets.UTF_8))
                .body(new ClassPathResource("chat/page/style.css").getContentAsString(StandardCharsets.UTF_8));
    }

    private Feedback feedback(long jobId) throws InterruptedException {
        Optional<HousekeepingDesk.Progress> progress = desk.await(jobId, Duration.ZERO);
        if (progress.isEmpty()) {
            return new Feedback("warn", "There is no housekeeping " + jobId + ".");
        }
        HousekeepingRun run = progress.get().run();
        if (!progress.get().ended() || run == null) {
            return new Feedback("busy", "Housekeeping " + jobId + " is running …");
        }
        return new Feedback(
                run.result().errors().isEmpty() ? "good" : "bad",
                Answers.message(run) + ": " + words(run.result()) + ".");
    }

    private List<Line> lines() {
        return schedules.all().stream()
                .map(entry ->
                        new Line(entry.id(), entry.name(), entry.on() ? time(entry.nextRun()) : "off", entry.trigger()))
                .toList();
    }

    private List<RunLine> runs() {
        return housekeeping.runs().latest(RUNS).stream()
                .map(run -> new RunLine(
                        run.jobId(),
                        run.result().task().text(),
                        run.source().text(),
                        time(run.startedAt().atZone(ZoneId.of("UTC"))),
                        run.status().text(),
                        words(run.result())))
                .toList();
    }

    private static String words(HousekeepingResult result) {
        List<String> parts = new ArrayList<>();
        add(parts, result.deletedConversations(), "conversations");
        add(parts, result.cleanedMessages(), "orphaned messages");
        add(parts, result.deletedUsers(), "users");
        if (result.stats() != null) {
            parts.add("statistics taken");
        }
        parts.addAll(result.errors());
        return parts.isEmpty() ? "nothing yet" : String.join(", ", parts);
    }

    private static void add(List<String> parts, @Nullable Long count, String what) {
        if (count != null) {
            parts.add(count + " " + what);
        }
    }

    private ResponseEntity<String> signInForm(
            int status, @Nullable String token, @Nullable String problem, HttpServletRequest request) {
        return html(
                status,
                "signIn",
                new SchedulerView.SignIn(new Link(base(request), csrf(request), dashboard, ""), token, problem));
    }

    private ResponseEntity<String> html(int status, String template, Object view) {
        TemplateOutput output = new StringOutput();
        templates.render(template + ".jte", Map.of("view", view), output);
        return ResponseEntity.status(status)
                .contentType(new MediaType("text", "html", StandardCharsets.UTF_8))
                .header(HttpHeaders.CACHE_CONTROL, "no-store")
                .body(output.toString());
    }

    private static ResponseEntity<Void> seeOther(String place, @Nullable String cookie) {
        ResponseEntity.BodyBuilder answer = ResponseEntity.status(303).header(HttpHeaders.LOCATION, place);
        return (cookie == null ? answer : answer.header(HttpHeaders.SET_COOKIE, cookie)).build();
    }

    /** The page's own address, whatever stands before it. */
    private static String base(HttpServletRequest request) {
        String path = request.getRequestURI();
        return path.substring(0, path.indexOf(PATH) + PATH.length());
    }

    private static String csrf(HttpServletRequest request) {
        return request.getAttribute(CsrfToken.class.getName()) instanceof CsrfToken token ? token.getToken() : "";
    }

    private static String time(@Nullable ZonedDateTime at) {
        return at == null ? "never" : TIME.format(at);
    }
}
