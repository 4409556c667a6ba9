package dev.rota.systems.library.duty;

import dev.rota.mail.MailText;
import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** What borrowers' mails say. */
final class NoticeTexts {

    private static final DateTimeFormatter DAY = DateTimeFormatter.ofPattern("EEEE, d MMMM uuuu", Locale.ENGLISH);

    private NoticeTexts() {}

    /** Books that are soon due: at least one. */
    static MailText reminder(LibrarySettings settings, List<Item> items) {
        MailPage page = new MailPage(items.size() == 1 ? "1 book is due soon" : items.size() + " books are due soon");
        page.paragraph("Please return or renew:");
        page.list(items.stream()
                .map(item -> item.title() + callNumber(item) + ", due " + DAY.format(item.dueDate()))
                .toList());
        page.paragraph("To renew, open your loans and choose Renew, or ask at the desk. A book that someone else has"
                + " reserved cannot be renewed.");
        page.link("Your loans", settings.site().url() + "/loans");
        page.paragraph("A book returned after its due date counts as one infraction. With "
                + settings.blacklistThreshold() + " infractions you can borrow nothing until the library has looked"
                + " at your account.");
        return page.mail(settings.site().name());
    }

    /** Books that are overdue: at least one. */
    static MailText overdue(LibrarySettings settings, List<Item> items, int infractions, boolean blacklisted) {
        MailPage page = new MailPage(items.size() == 1 ? "1 book is overdue" : items.size() + " books are overdue");
        page.paragraph("Please bring back:");
        page.list(items.stream()
                .map(item -> item.title() + callNumber(item) + ", "
                        + (item.daysOverdue() == 1 ? "1 day overdue" : item.daysOverdue() + " days overdue")
                        + " (due " + DAY.format(item.dueDate()) + ")")
                .toList());
        page.paragraph("You have " + (infractions == 1 ? "1 infraction" : infractions + " infractions")
                + (blacklisted
                        ? " and your account is blocked: you can borrow nothing until the library has looked at it."
                        : "; with " + settings.blacklistThreshold() + " you can borrow nothing."));
        page.paragraph("Return the books at the desk of " + settings.site().name()
                + ", or put them into the return box when it is closed. If a book is lost, please tell the desk.");
        page.link("Your loans", settings.site().url() + "/loans");
        return page.mail(settings.site().name());
    }

    /** Due dates that moved, a line for each book: at least one. */
    static MailText moved(LibrarySettings settings, List<String> lines) {
        MailPage page =
                new MailPage(lines.size() == 1 ? "1 due date has moved" : lines.size() + " due dates have moved");
        page.paragraph("The library will be closed when these books would have been due, so you may keep them longer:");
        page.list(lines);
        page.link("Your loans", settings.site().url() + "/loans");
        return page.mail(settings.site().name());
    }

    private static String callNumber(Item item) {
        return item.callNumber() == null ? "" : " [" + item.callNumber() + "]";
    }

    /**
     * One loan in a mail.
     *
     * @param daysOverdue 0 when it is not
     */
    record Item(String title, @Nullable String callNumber, LocalDate dueDate, int daysOverdue) {}
}
