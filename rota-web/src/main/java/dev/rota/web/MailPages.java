package dev.rota.web;

import dev.rota.console.Scope;
import dev.rota.web.MailFolder.Filed;
import dev.rota.web.MailFolder.Opened;
import io.javalin.http.Context;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Mails that were filed instead of being delivered, on pages and by REST. */
final class MailPages {
    private static final int SHOWN = 200;
    private static final int MOST = 1_000;
    /** A mail is somebody else's page: it runs nothing, fetches nothing and is of no origin. */
    private static final String OF_MAIL = "default-src 'none'; img-src data: cid:; style-src 'unsafe-inline'; sandbox;"
            + " frame-ancestors 'self'; base-uri 'none'; form-action 'none'";

    private final MailFolder mails;
    private final Templates templates;

    record ListPage(Shell shell, List<Filed> mails) {
        String href(Filed mail) {
            return shell.root() + "/mails/" + mail.number();
        }
    }

    record MailPage(Shell shell, Opened mail) {
        String href() {
            return shell.root() + "/mails/" + mail.filed().number();
        }

        boolean hasHtml() {
            return mail.html() != null;
        }
    }

    /** A mail, opened, by REST. */
    record MailView(Filed mail, String text, @Nullable String html) {}

    MailPages(MailFolder mails, Templates templates) {
        this.mails = mails;
        this.templates = templates;
    }

    void addTo(Routes routes) {
        routes.get("/mails", Scope.MAIL_READ, this::list)
                .get("/mails/{id}", Scope.MAIL_READ, this::show)
                .get("/mails/{id}/html", Scope.MAIL_READ, this::html)
                .get("/mails/{id}/source", Scope.MAIL_READ, this::source)
                .get(Routes.API + "/mails", Scope.MAIL_READ, this::listByRest)
                .get(Routes.API + "/mails/{id}", Scope.MAIL_READ, this::showByRest);
    }

    private Opened find(Context ctx) {
        long number = Requests.id(ctx, "mail");
        return mails.find(number).orElseThrow(() -> Problem.notFound("mail", number));
    }

    private void list(Context ctx) {
        templates.render(ctx, "mails", new ListPage(templates.shell(ctx, "Mail", "mails"), mails.list(SHOWN)));
    }

    /** Only this page frames another, which is of this dashboard too. */
    private void show(Context ctx) {
        Opened mail = find(ctx);
        ctx.header("Content-Security-Policy", RotaWeb.CONTENT_SECURITY_POLICY + "; frame-src 'self'");
        templates.render(
                ctx,
                "mail",
                new MailPage(templates.shell(ctx, "Mail " + mail.filed().number(), "mails"), mail));
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
        Json.answer(ctx, new MailView(mail.filed(), mail.text(), mail.html()));
    }
}
