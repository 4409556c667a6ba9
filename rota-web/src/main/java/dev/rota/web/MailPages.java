package dev.rota.web;

import dev.rota.Rota;
import dev.rota.console.Scope;
import dev.rota.web.MailFolder.Attachment;
import dev.rota.web.MailFolder.Filed;
import dev.rota.web.MailFolder.Opened;
import io.javalin.http.Context;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/** Mails that were filed instead of being delivered, on pages and by REST. */
final class MailPages {
    private static final int SHOWN = 200;
    private static final int MOST = 1_000;
    /** From this many on, one must type how many are to be deleted. */
    private static final int MANY = 100;

    /** A mail is somebody else's page: it runs nothing, fetches nothing and is of no origin. */
    private static final String OF_MAIL = "default-src 'none'; img-src data: cid:; style-src 'unsafe-inline'; sandbox;"
            + " frame-ancestors 'self'; base-uri 'none'; form-action 'none'";

    private final Acts acts;
    private final MailFolder mails;
    private final Templates templates;
    private final ReentrantLock releasing = new ReentrantLock();

    /**
     * The latest mails.
     *
     * @param count how many there are
     * @param refused why they were not cleared; null if nobody tried
     */
    record ListPage(
            Shell shell,
            List<Filed> mails,
            long count,
            boolean clearable,
            @Nullable String refused) {
        boolean canClear() {
            return clearable && !mails.isEmpty() && shell.may(Scope.MAIL_RELEASE);
        }

        boolean many() {
            return count > MANY;
        }

        long last() {
            return mails.isEmpty() ? 0 : mails.get(0).number();
        }

        String href(Filed mail) {
            return shell.root() + "/mails/" + mail.number();
        }
    }

    /** A line of a mail's head, as it was received. */
    record Header(String name, String value) {}

    /**
     * A mail.
     *
     * @param phone whether it is shown as wide as on a phone
     * @param refused why it was not sent; null if nobody tried, or it was
     */
    record MailPage(
            Shell shell,
            Opened mail,
            List<Attachment> attachments,
            boolean releasable,
            boolean phone,
            @Nullable String refused) {
        boolean canRelease() {
            return releasable && shell.may(Scope.MAIL_RELEASE);
        }

        String href() {
            return shell.root() + "/mails/" + mail.filed().number();
        }

        boolean hasHtml() {
            return mail.html() != null;
        }

        List<Header> headers() {
            return MailPages.headers(mail.source());
        }
    }

    /** What stands before the first empty line; a value that goes on in the next line is one. */
    static List<Header> headers(String source) {
        String head = source.split("\r?\n\r?\n", 2)[0].replaceAll("\r?\n[ \t]+", " ");
        return head.lines()
                .filter(line -> line.indexOf(':') > 0)
                .map(line -> new Header(
                        line.substring(0, line.indexOf(':')),
                        line.substring(line.indexOf(':') + 1).strip()))
                .toList();
    }

    /** A mail, opened, by REST. */
    record MailView(Filed mail, String text, @Nullable String html, List<Attachment> attachments) {}

    MailPages(Rota rota, MailFolder mails, Templates templates) {
        this.acts = new Acts(rota);
        this.mails = mails;
        this.templates = templates;
    }

    void addTo(Routes routes) {
        routes.get("/mails", Scope.MAIL_READ, this::list)
                .get("/mails/{id}", Scope.MAIL_READ, this::show)
                .get("/mails/{id}/html", Scope.MAIL_READ, this::html)
                .get("/mails/{id}/source", Scope.MAIL_READ, this::source)
                .get("/mails/{id}/attachments/{index}", Scope.MAIL_READ, this::attachment)
                .post("/mails/clear", Scope.MAIL_RELEASE, this::clear)
                .post("/mails/{id}/release", Scope.MAIL_RELEASE, this::releaseByPage)
                .get(Routes.API + "/mails", Scope.MAIL_READ, this::listByRest)
                .get(Routes.API + "/mails/{id}", Scope.MAIL_READ, this::showByRest)
                .get(Routes.API + "/mails/{id}/attachments/{index}", Scope.MAIL_READ, this::attachment)
                .post(Routes.API + "/mails/{id}/release", Scope.MAIL_RELEASE, this::releaseByRest);
    }

    private Opened find(Context ctx) {
        long number = Requests.id(ctx, "mail");
        return mails.find(number).orElseThrow(() -> Problem.notFound("mail", number));
    }

    private void list(Context ctx) {
        list(ctx, null);
    }

    private void list(Context ctx, @Nullable String refused) {
        Shell shell = templates.shell(ctx, "Mail", "mails");
        templates.render(
                ctx, "mails", new ListPage(shell, mails.list(SHOWN), mails.count(), mails.canClear(), refused));
    }

    private void show(Context ctx) {
        show(ctx, find(ctx), null);
    }

    /** Only this page frames another, which is of this dashboard too. */
    private void show(Context ctx, Opened mail, @Nullable String refused) {
        ctx.header("Content-Security-Policy", RotaWeb.CONTENT_SECURITY_POLICY + "; frame-src 'self'");
        long number = mail.filed().number();
        Shell shell = templates.shell(ctx, "Mail " + number, "mails");
        boolean phone = "phone".equals(ctx.queryParam("width"));
        templates.render(
                ctx, "mail", new MailPage(shell, mail, mails.attachments(number), mails.canRelease(), phone, refused));
    }

    /** Whoever deletes many types how many. Mails that came after the page was opened stay. */
    private void clear(Context ctx) {
        if (!mails.canClear()) {
            throw Problem.of(409, "not-clearable", "Mails are not cleared here", "They are kept by another program");
        }
        Form form = Form.of(ctx);
        long count = mails.count();
        if (count > MANY && !String.valueOf(count).equals(form.get("count"))) {
            ctx.status(422);
            list(ctx, "Type " + count + " to delete these mails");
            return;
        }
        String last = form.get("last");
        long deleted = mails.clear(last != null && last.matches("\\d{1,18}") ? Long.parseLong(last) : 0);
        acts.record(ctx, "mail.clear", null, Labels.counted(deleted, "mail", "mails"));
        Pages.redirect(ctx, "../mails?did=mails-cleared");
    }

    /** Why a mail is not sent, and what to do about that by REST. */
    private record Refused(String code, String title, String why, String hint) {}

    /**
     * Sends a mail after all. One that was sent before is refused unless the caller says {@code again}, so that only an act
     * of its own sends it twice; two that come at once take turns.
     *
     * @return null if it was sent
     */
    private @Nullable Refused release(Context ctx, long number, boolean again) {
        if (!mails.canRelease()) {
            throw Problem.of(
                            409,
                            "no-mail-server",
                            "Mails are not released here",
                            "This program has no mail server to send them to")
                    .hint(
                            "Name one where the program is started: rota server takes --smtp-host besides --mail-capture.");
        }
        releasing.lock();
        try {
            Instant before = find(ctx).filed().releasedAt();
            if (before != null && !again) {
                return new Refused(
                        "mail-released",
                        "The mail was sent already",
                        "It was released on " + Times.utc(before) + ", expected one that was not",
                        "To send it once more, add ?again=true.");
            }
            String why = mails.release(number);
            if (why != null) {
                return new Refused(
                        "mail-refused",
                        "The mail was not sent",
                        why,
                        "It is still filed: release it again when that is mended.");
            }
            acts.record(ctx, "mail.release", "mail:" + number, before == null ? null : "sent once more");
            return null;
        } finally {
            releasing.unlock();
        }
    }

    private void releaseByPage(Context ctx) {
        long number = find(ctx).filed().number();
        Refused refused = release(ctx, number, Form.of(ctx).get("again") != null);
        if (refused == null) {
            Pages.redirect(ctx, "../" + number + "?did=mail-released");
        } else {
            ctx.status(409);
            show(ctx, find(ctx), refused.why());
        }
    }

    private void releaseByRest(Context ctx) {
        Requests.requireKnownQuery(ctx, Set.of("again"));
        boolean again = "true".equals(Requests.query(ctx, "again"));
        Refused refused = release(ctx, find(ctx).filed().number(), again);
        if (refused != null) {
            throw Problem.of(409, refused.code(), refused.title(), refused.why())
                    .hint(refused.hint());
        }
        ctx.status(204);
    }

    /** Always a file to be kept: what somebody sends is not shown as a page of ours. */
    private void attachment(Context ctx) {
        Opened mail = find(ctx);
        long number = mail.filed().number();
        String index = ctx.pathParam("index");
        Attachment file = mails.attachments(number).stream()
                .filter(each -> String.valueOf(each.index()).equals(index))
                .findFirst()
                .orElseThrow(() -> Problem.notFound("attachment", index));
        byte[] content =
                mails.attachment(number, file.index()).orElseThrow(() -> Problem.notFound("attachment", index));
        ctx.header("Content-Security-Policy", "default-src 'none'; sandbox")
                .header("Content-Disposition", "attachment; filename*=UTF-8''" + Urls.encoded(file.name()))
                .contentType("application/octet-stream")
                .result(content);
    }

    private void html(Context ctx) {
        Opened mail = find(ctx);
        String html = mail.html();
        if (html == null) {
            throw Problem.notFound("HTML in mail", mail.filed().number());
        }
        ctx.header("Content-Security-Policy", OF_MAIL)
                .header("X-Frame-Options", "SAMEORIGIN")
                .contentType("text/html; charset=utf-8")
                .result(html);
    }

    private void source(Context ctx) {
        ctx.contentType("text/plain; charset=utf-8").result(find(ctx).source());
    }

    private void listByRest(Context ctx) {
        Requests.requireKnownQuery(ctx, Set.of("limit"));
        Json.answer(ctx, new ApiViews.ItemsView<>(mails.list(Requests.number(ctx, "limit", SHOWN, MOST))));
    }

    private void showByRest(Context ctx) {
        Opened mail = find(ctx);
        Json.answer(
                ctx,
                new MailView(
                        mail.filed(),
                        mail.text(),
                        mail.html(),
                        mails.attachments(mail.filed().number())));
    }
}
