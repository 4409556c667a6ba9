package dev.rota.cli.foreign;

import dev.rota.schedule.Trigger;
import dev.rota.schedule.ZoneNames;
import java.time.Duration;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads a crontab: of a user, or of the system, where a user stands before the command. */
public final class CrontabReader {
    /** As for cron itself, about. */
    private static final int LONGEST = 2000;

    private static final Pattern VARIABLE = Pattern.compile("\\s*([A-Za-z_][A-Za-z0-9_]*)\\s*=\\s*(.*)");
    private static final Pattern EVERY = Pattern.compile("@every\\s+(\\d{1,6})([smh])\\s+(.*)");
    private static final Pattern NICK = Pattern.compile("@([A-Za-z]+)\\s+(.*)");
    private static final Pattern FIELDS = Pattern.compile("((?:\\S+\\s+){5})(.*)");
    private static final Map<String, String> NICKNAMES = Map.of(
            "hourly", "0 * * * *",
            "daily", "0 0 * * *",
            "midnight", "0 0 * * *",
            "weekly", "0 0 * * SUN",
            "monthly", "0 0 1 * *",
            "yearly", "0 0 1 1 *",
            "annually", "0 0 1 1 *");

    private final boolean system;
    private ZoneId zone;
    private @Nullable String pending;
    private final List<ForeignSchedule> found = new ArrayList<>();

    private CrontabReader(ZoneId zone, boolean system) {
        this.zone = zone;
        this.system = system;
    }

    /**
     * Reads a crontab.
     *
     * @param zone of the machine that it is from
     * @param system true if a user stands before each command
     */
    public static List<ForeignSchedule> read(String text, ZoneId zone, boolean system) {
        CrontabReader reader = new CrontabReader(zone, system);
        int number = 0;
        for (String line : text.lines().toList()) {
            reader.line(++number, line.strip());
        }
        return ForeignSchedule.distinct(reader.found);
    }

    private void line(int number, String line) {
        if (line.isEmpty() || line.startsWith("#")) {
            return;
        }
        if (line.length() > LONGEST) {
            found.add(refused(number, line, "It is longer than " + LONGEST + " characters."));
            return;
        }
        Matcher variable = VARIABLE.matcher(line);
        if (variable.matches()) {
            variable(number, line, variable.group(1), unquoted(variable.group(2)));
            return;
        }
        try {
            entry(number, line);
        } catch (IllegalArgumentException e) {
            found.add(refused(number, line, sentence(e)));
        }
    }

    private static String unquoted(String value) {
        String stripped = value.strip();
        return stripped.matches("(?s)\"[^\"]*\"|'[^']*'") ? stripped.substring(1, stripped.length() - 1) : stripped;
    }

    /** The zone counts for what follows. Of the others only who gets what is printed is worth a word. */
    private void variable(int number, String line, String name, String value) {
        if (name.equals("CRON_TZ") || name.equals("TZ")) {
            try {
                zone = ZoneNames.parse(value);
            } catch (IllegalArgumentException e) {
                found.add(refused(number, line, sentence(e)));
            }
        } else if (name.equals("MAILTO") && !value.isEmpty()) {
            pending = "Nobody gets mail (MAILTO) of what a job prints: set up an alert for failures.";
        }
    }

    private void entry(int number, String line) {
        Matcher every = EVERY.matcher(line);
        Matcher nick = NICK.matcher(line);
        Matcher fields = FIELDS.matcher(line.replaceFirst("^-", ""));
        if (every.matches()) {
            Duration length =
                    Duration.parse("PT" + every.group(1) + every.group(2).toUpperCase(Locale.ROOT));
            add(number, line, Trigger.every(length), every.group(3));
        } else if (nick.matches()) {
            String cron = NICKNAMES.get(nick.group(1).toLowerCase(Locale.ROOT));
            if (cron == null) {
                throw new IllegalArgumentException(
                        nick.group(1).equals("reboot")
                                ? "It runs when the machine starts, which is no time."
                                : "@" + nick.group(1) + " is not known.");
            }
            add(number, line, Trigger.cron(cron, zone), nick.group(2));
        } else if (fields.matches()) {
            add(number, line, Trigger.cron(cron(fields.group(1)), zone), fields.group(2));
        } else {
            throw new IllegalArgumentException("Expected five fields and a command.");
        }
    }

    private static String cron(String text) {
        String[] fields = text.strip().split("\\s+");
        if (text.indexOf('~') >= 0) {
            throw new IllegalArgumentException(
                    "A time at random (~) has no counterpart: use a fixed time, and jitter.");
        }
        fields[4] = Weekdays.CRONTAB.named(fields[4]);
        return String.join(" ", fields);
    }

    private void add(int number, String line, Trigger trigger, String rest) {
        String command = rest.strip();
        if (system) {
            String[] parts = command.split("\\s+", 2);
            command = parts.length == 2 ? parts[1] : "";
        }
        List<String> notes = new ArrayList<>();
        command = withoutInput(command, notes);
        if (command.isEmpty()) {
            throw new IllegalArgumentException("There is no command.");
        }
        ForeignSchedule schedule = schedule(number, line, trigger, command, notes);
        found.add(pending == null ? schedule : schedule.noted(pending));
        pending = null;
    }

    private static ForeignSchedule schedule(
            int number, String line, Trigger trigger, String command, List<String> notes) {
        UrlCall.Result call =
                notes.isEmpty() ? ShellWords.of(command).map(UrlCall::of).orElse(null) : null;
        String base = base(command);
        if (call == null || call.args() == null) {
            notes.addAll(call == null ? List.of("It runs a command, which needs a handler.") : call.notes());
            return new ForeignSchedule(number, line, base, trigger, null, "cron." + base, notes);
        }
        String name = ForeignSchedule.name(
                call.uri() == null
                        ? base
                        : call.uri().getHost() + "-" + call.uri().getPath());
        return new ForeignSchedule(number, line, name, trigger, call.args(), "http", call.notes());
    }

    /** The first % that is not escaped ends the command; what follows would be its input. */
    private static String withoutInput(String command, List<String> notes) {
        for (int i = 0; i < command.length(); i++) {
            char c = command.charAt(i);
            if (c == '%' && (i == 0 || command.charAt(i - 1) != '\\')) {
                notes.add("What follows % is the input of the command: its handler needs it as an argument.");
                return command.substring(0, i).strip().replace("\\%", "%");
            }
        }
        return command.replace("\\%", "%");
    }

    /** The name of the script rather than of what runs it. */
    private static String base(String command) {
        String name = "command";
        for (String word : command.split("[\\s;|&]+")) {
            String last = word.substring(word.lastIndexOf('/') + 1);
            boolean runs = last.matches(
                    "|-.*|.*=.*|cd|env|nice|ionice|flock|timeout|sudo|bash|sh|dash|python[\\d.]*|php|perl|ruby|node|java|exec|test|\\[|\\d+");
            if (!runs) {
                name = last;
                break;
            }
        }
        return ForeignSchedule.name(name.replaceFirst("\\.(sh|py|php|pl|rb|js|jar)$", ""));
    }

    private static ForeignSchedule refused(int number, String line, @Nullable String why) {
        return new ForeignSchedule(number, line, "line-" + number, null, null, "", List.of(String.valueOf(why)));
    }

    static String sentence(IllegalArgumentException e) {
        String message = String.valueOf(e.getMessage()).strip();
        return message.matches("(?s).*[.?!]") ? message : message + ".";
    }
}
