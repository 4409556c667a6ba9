package dev.rota.systems.library.duty;

import dev.rota.mail.MailText;
import java.util.List;

/** What the administrators' mails say: counts, ids and initials; names stay behind the dashboard's login. */
final class StaffTexts {

    private StaffTexts() {}

    static MailText pending(LibrarySettings settings, long count) {
        String requests = count == 1 ? "1 loan request" : count + " loan requests";
        MailPage page = new MailPage(requests + " pending");
        page.paragraph(requests + (count == 1 ? " is" : " are") + " waiting for a decision.");
        page.link("Open the dashboard", settings.site().url() + "/loans?status=pending");
        return page.mail(settings.site().name());
    }

    static MailText blacklist(LibrarySettings settings, BlacklistReview.Body body) {
        List<BlacklistReview.Entry> users = body.users();
        MailPage page = new MailPage("Blacklisted users to review, " + body.month());
        page.paragraph(
                users.isEmpty()
                        ? "No user is blacklisted."
                        : "Blacklisted: " + users.size() + ". Please check whether each entry still holds.");
        page.list(users.stream()
                .map(user -> "user " + user.userId() + ": " + user.infractions() + " infractions, " + user.openOverdue()
                        + " overdue loans")
                .toList());
        page.link("Open the dashboard", settings.site().url() + "/users?blacklisted=true");
        return page.mail(settings.site().name());
    }

    static MailText monthly(LibrarySettings settings, MonthlyReport.Body body) {
        MailPage page = new MailPage("Report for " + body.month());
        page.list(List.of("Loans: " + body.loans(), "Requests: " + body.requests(), "Returns: " + body.returns()));
        page.heading("Most borrowed books");
        page.list(body.topBooks().stream()
                .map(book -> book.title() + ": " + book.loans())
                .toList());
        page.heading("Top borrowers");
        page.list(body.topBorrowers().stream()
                .map(user -> "user " + user.userId() + " (" + user.initial() + "): " + user.loans())
                .toList());
        page.heading("Overdue");
        page.list(List.of(
                "Became overdue: " + body.overdue().becameOverdue(),
                "Returned late: " + body.overdue().returnedLate(),
                "Infractions: " + body.overdue().infractions(),
                "Open past the due date: " + body.overdue().openNow()));
        page.heading("By faculty");
        page.list(body.faculties().stream()
                .map(use -> (use.code() == null ? "none" : use.code()) + ": " + use.loans())
                .toList());
        page.link("Open the dashboard", settings.site().url() + "/reports/monthly/" + body.month());
        return page.mail(settings.site().name());
    }
}
