package dev.rota.mail.local;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;

/**
 * How a local mailbox answers, recipient by recipient. Each mail to an address uses up one reply of its list; when one
 * is left it is used for good. An address without a list is accepted. Safe for use by several threads, also while the
 * mailbox runs.
 *
 * <p>A reply is {@code 250}, a code from 400 to 599 ("451", or with a text, "550 5.1.1 no such user"), {@link #LOSE}, or
 * {@link #LOSE_AFTER_FILING}. Codes answer the RCPT command.
 */
public final class ScriptedReplies {
    /** The connection is lost when the whole mail has arrived, and the mail is not filed. */
    public static final String LOSE = "lose";
    /** The mail is filed, and the connection is lost in place of the 250. */
    public static final String LOSE_AFTER_FILING = "lose-after-filing";

    static final String ACCEPT = "250";
    private static final Pattern REFUSAL = Pattern.compile("[45]\\d\\d( [^\\r\\n]+)?");

    private final Map<String, Deque<String>> replies = new ConcurrentHashMap<>();
    private volatile Duration delay = Duration.ZERO;

    /**
     * Sets the replies to an address, in place of those it had.
     *
     * @param address compared without regard to case
     * @param sequence at least one reply
     * @return this
     * @throws IllegalArgumentException when there is none, or one of another form
     */
    public ScriptedReplies to(String address, String... sequence) {
        if (sequence.length == 0) {
            throw new IllegalArgumentException("Scripted replies: expected at least one reply such as 451, found none");
        }
        for (String reply : sequence) {
            if (!isReply(reply)) {
                throw new IllegalArgumentException("Scripted replies: expected 250, a code from 400 to 599 with or"
                        + " without a text, " + LOSE + " or " + LOSE_AFTER_FILING + ", found \"" + reply + "\"");
            }
        }
        replies.put(key(address), new ArrayDeque<>(Arrays.asList(sequence)));
        return this;
    }

    /**
     * Makes the mailbox wait before it files and answers each mail.
     *
     * @param each zero or more
     * @return this
     */
    public ScriptedReplies delay(Duration each) {
        if (each.isNegative()) {
            throw new IllegalArgumentException("Scripted delay: expected zero or more, found " + each);
        }
        this.delay = each;
        return this;
    }

    Duration delay() {
        return delay;
    }

    /** Uses up a reply. */
    String next(String address) {
        String[] next = {ACCEPT};
        replies.computeIfPresent(key(address), (key, left) -> {
            next[0] = left.size() > 1 ? left.removeFirst() : left.getFirst();
            return left;
        });
        return next[0];
    }

    private static boolean isReply(String reply) {
        return reply.equals(ACCEPT)
                || reply.equals(LOSE)
                || reply.equals(LOSE_AFTER_FILING)
                || REFUSAL.matcher(reply).matches();
    }

    private static String key(String address) {
        return address.toLowerCase(Locale.ROOT);
    }
}
