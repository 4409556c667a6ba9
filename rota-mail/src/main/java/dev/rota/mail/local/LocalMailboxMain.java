package dev.rota.mail.local;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CountDownLatch;

/**
 * The local mailbox as a process of its own. Arguments: {@code --dir DIRECTORY}, {@code --port PORT} (default 2525, 0
 * for a free one), and for tests {@code --delay-ms MILLIS} and any number of {@code --reply ADDRESS=REPLY,REPLY…}.
 * Prints one line when it takes mail, then runs until it is stopped.
 */
public final class LocalMailboxMain {
    private static final String USAGE =
            "usage: --dir DIRECTORY [--port PORT] [--delay-ms MILLIS] [--reply ADDRESS=REPLY,REPLY...]...";

    private LocalMailboxMain() {}

    public static void main(String[] args) throws InterruptedException {
        LocalMailbox mailbox;
        try {
            Arguments arguments = Arguments.parse(args);
            mailbox = LocalMailbox.start(arguments.directory(), arguments.port(), arguments.replies());
            System.out.println("Local mailbox takes mail on 127.0.0.1:" + mailbox.port() + " and files it in "
                    + arguments.directory());
        } catch (IllegalArgumentException e) {
            System.err.println(e.getMessage() + System.lineSeparator() + USAGE);
            System.exit(2);
            return;
        } catch (IOException | IllegalStateException e) {
            System.err.println(e.getMessage());
            System.exit(1);
            return;
        }
        new CountDownLatch(1).await();
        throw new AssertionError(mailbox);
    }

    record Arguments(Path directory, int port, ScriptedReplies replies) {
        static Arguments parse(String... args) {
            Path directory = null;
            int port = 2525;
            ScriptedReplies replies = new ScriptedReplies();
            Deque<String> left = new ArrayDeque<>(List.of(args));
            while (!left.isEmpty()) {
                String option = left.removeFirst();
                if (left.isEmpty()) {
                    throw new IllegalArgumentException(option + ": expected a value after it, found none");
                }
                String value = left.removeFirst();
                switch (option) {
                    case "--dir" -> directory = Path.of(value);
                    case "--port" -> port = number(option, value, 65535);
                    case "--delay-ms" -> replies.delay(Duration.ofMillis(number(option, value, 600_000)));
                    case "--reply" -> addReply(replies, value);
                    default -> throw new IllegalArgumentException("Unknown option " + option);
                }
            }
            if (directory == null) {
                throw new IllegalArgumentException("--dir is missing: expected the directory to file mails in");
            }
            return new Arguments(directory, port, replies);
        }

        private static int number(String option, String value, int most) {
            try {
                int number = Integer.parseInt(value);
                if (number >= 0 && number <= most) {
                    return number;
                }
            } catch (NumberFormatException e) {
                throw new IllegalArgumentException(expected(option, value, most), e);
            }
            throw new IllegalArgumentException(expected(option, value, most));
        }

        private static String expected(String option, String value, int most) {
            return option + ": expected a number from 0 to " + most + ", found \"" + value + "\"";
        }

        private static void addReply(ScriptedReplies replies, String value) {
            int equals = value.indexOf('=');
            if (equals < 1) {
                throw new IllegalArgumentException("--reply: expected ADDRESS=REPLY,REPLY…, found \"" + value + "\"");
            }
            replies.to(value.substring(0, equals), value.substring(equals + 1).split(","));
        }
    }
}
