package dev.rota.mail;

import jakarta.mail.internet.AddressException;
import jakarta.mail.internet.InternetAddress;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/**
 * One mail to one recipient. Everything that becomes a header is checked here, so that a value from a database cannot
 * add headers or recipients.
 *
 * @param messageId the Message-ID without angle brackets, {@code local@domain}, at most 250 characters. The sender
 *     chooses it so that a second run composes the same one, for example {@code due_soon.42.2026-03-22@library.example}
 * @param from the sender, {@code library@uni.example} or {@code Library <library@uni.example>}
 * @param to the recipient, a bare address
 * @param text subject and bodies
 * @param headers further headers such as {@code List-Unsubscribe}; may be empty. Copied; keeps its order
 */
public record Mail(String messageId, String from, String to, MailText text, Map<String, String> headers) {
    private static final Pattern MESSAGE_ID =
            Pattern.compile("[A-Za-z0-9!#$%&'*+/=?^_`{|}~.-]+@[A-Za-z0-9](?:[A-Za-z0-9.-]*[A-Za-z0-9])?");
    private static final Pattern HEADER_NAME = Pattern.compile("[A-Za-z0-9-]+");
    private static final int LONGEST_MESSAGE_ID = 250;
    private static final Set<String> OWN_HEADERS = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);

    static {
        OWN_HEADERS.addAll(Set.of("From", "To", "Cc", "Bcc", "Sender", "Subject", "Date", "Message-ID"));
        OWN_HEADERS.addAll(Set.of("MIME-Version", "Content-Type", "Content-Transfer-Encoding", "Return-Path"));
    }

    /** @throws IllegalArgumentException when a part is not as described above; the message never shows an address */
    public Mail {
        if (messageId.length() > LONGEST_MESSAGE_ID
                || !MESSAGE_ID.matcher(messageId).matches()) {
            throw new IllegalArgumentException("Message-ID: expected local@domain of at most " + LONGEST_MESSAGE_ID
                    + " ASCII characters without angle brackets, found \"" + oneLine(messageId) + "\"");
        }
        checkAddress("from", from, true);
        checkAddress("to", to, false);
        headers = checkedHeaders(headers);
    }

    /** A mail without further headers. */
    public static Mail of(String messageId, String from, String to, MailText text) {
        return new Mail(messageId, from, to, text, Map.of());
    }

    /** This mail with one more header; a header of the same name is replaced. */
    public Mail withHeader(String name, String value) {
        Map<String, String> more = new LinkedHashMap<>(headers);
        more.put(name, value);
        return new Mail(messageId, from, to, text, more);
    }

    /** The Message-ID alone: addresses and texts do not belong into logs. */
    @Override
    public String toString() {
        return "Mail[" + messageId + "]";
    }

    private static void checkAddress(String part, String address, boolean nameAllowed) {
        if (LineBreaks.in(address)) {
            throw new IllegalArgumentException(
                    part + ": expected one address, found a line break, which would let it add headers; remove it");
        }
        if (!StandardCharsets.US_ASCII.newEncoder().canEncode(address)) {
            throw new IllegalArgumentException(part + ": expected ASCII characters, found others; write the domain in"
                    + " its ASCII form (xn--…) and leave accents out of names");
        }
        InternetAddress parsed = parsed(part, address);
        if (!nameAllowed && !parsed.getAddress().equals(address)) {
            throw new IllegalArgumentException(part
                    + ": expected a bare address like name@example.org, found more than that; give the address alone");
        }
        if (parsed.getAddress().indexOf('@') < 1) {
            throw new IllegalArgumentException(
                    part + ": expected an address like name@example.org, found one without a domain");
        }
    }

    private static InternetAddress parsed(String part, String address) {
        try {
            InternetAddress[] found = InternetAddress.parse(address, true);
            if (found.length != 1 || found[0].isGroup()) {
                throw new IllegalArgumentException(part + ": expected one address, found "
                        + (found.length == 1 ? "a group" : String.valueOf(found.length))
                        + "; send one mail to each recipient");
            }
            found[0].validate();
            return found[0];
        } catch (AddressException e) {
            // Neither the address nor the cause, which repeats it, may reach a log.
            throw new IllegalArgumentException(part + ": expected an address like name@example.org, found text of "
                    + address.length() + " characters that is none");
        }
    }

    private static Map<String, String> checkedHeaders(Map<String, String> headers) {
        headers.forEach((name, value) -> {
            if (!HEADER_NAME.matcher(name).matches()) {
                throw new IllegalArgumentException(
                        "Header name: expected letters, digits and hyphens, found \"" + oneLine(name) + "\"");
            }
            if (OWN_HEADERS.contains(name)) {
                throw new IllegalArgumentException(
                        "Header " + name + " is set by Mail itself; expected further ones such as List-Unsubscribe");
            }
            if (LineBreaks.in(value)) {
                throw new IllegalArgumentException("Header " + name
                        + ": expected one line, found a line break, which would let it add headers; remove it");
            }
        });
        return Collections.unmodifiableMap(new LinkedHashMap<>(headers));
    }

    private static String oneLine(String value) {
        String line = value.replace('\r', ' ').replace('\n', ' ');
        return line.length() <= 80 ? line : line.substring(0, 80) + "…";
    }
}
