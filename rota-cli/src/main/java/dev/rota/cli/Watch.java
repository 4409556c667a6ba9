package dev.rota.cli;

import dev.rota.store.StoreException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Shows what a command found, and with {@code --watch} goes on showing it as it changes, until somebody interrupts it. On a
 * terminal everything is drawn anew in its place; elsewhere only what has changed follows what was printed, and what has left
 * a list is named.
 */
final class Watch {
    static final String HELP = "Go on, and show what changes, until interrupted.";
    static final String HELP_LIST =
            HELP + " What leaves the list is told: on a terminal it vanishes, other tables say \"gone: NAME\", jsonl "
                    + "{\"gone\":\"NAME\"}, csv and name say it on the standard error.";
    static final String HELP_UNTIL_OVER = "Go on, and show what changes, until it is over.";

    /** To the first line; nothing is wiped yet, so that nothing flickers. */
    private static final String HOME = "\u001b[H";

    private static final String WIPE_LINE = "\u001b[K";
    private static final String WIPE_BELOW = "\u001b[J";

    private final RotaCommand rota;
    private final Set<String> topics;

    /**
     * Makes a watch.
     *
     * @param topics of the events that tell of what is watched
     */
    Watch(RotaCommand rota, String... topics) {
        this.rota = rota;
        this.topics = new TreeSet<>(Arrays.asList(topics));
    }

    /** Shows what there is, and if {@code watching} what becomes of it. */
    int show(boolean watching, Function<Target, View> look) {
        if (watching && (rota.format() == Format.JSON || rota.format() == Format.YAML)) {
            throw CommandFailure.usage("--watch prints as things change, and -o " + rota.format()
                    + " is one whole document: expected -o table, wide, jsonl, csv or name.");
        }
        return rota.with(target -> {
            if (watching) {
                follow(target, look);
            } else {
                look.apply(target).print(rota.printer());
            }
            return ExitCode.DONE;
        });
    }

    private void follow(Target target, Function<Target, View> look) {
        boolean redraws =
                rota.format().isForPeople() && rota.surroundings().streams().terminal();
        PrintWriter out = rota.surroundings().streams().out();
        try (Changes changes = target.changes(topics, rota.surroundings().waiting())) {
            View view = look.apply(target);
            Map<String, Object> before = Map.of();
            boolean first = true;
            while (true) {
                if (redraws) {
                    out.print(drawn(view, first));
                } else if (first) {
                    view.print(rota.printer());
                } else {
                    printChanged(view, before);
                }
                out.flush();
                if (view.isOver()) {
                    return;
                }
                first = false;
                before = new LinkedHashMap<>(view.parts());
                view = next(target, look, changes);
            }
        }
    }

    private void printChanged(View view, Map<String, Object> before) {
        view.gone(before.keySet()).forEach(rota.printer()::gone);
        Map<String, Object> now = view.parts();
        Set<String> changed = new TreeSet<>(now.keySet());
        changed.removeIf(name -> Objects.equals(now.get(name), before.get(name)));
        if (!changed.isEmpty()) {
            view.print(rota.printer(rota.surroundings().streams(), false), changed);
        }
    }

    /** What a place that was there cannot tell now it may tell later. */
    private View next(Target target, Function<Target, View> look, Changes changes) {
        boolean told = false;
        while (true) {
            changes.await();
            try {
                return look.apply(target);
            } catch (CommandFailure | StoreException e) {
                if (!isPassing(e)) {
                    throw e;
                }
                if (!told) {
                    rota.surroundings().streams().err().println("rota: " + Main.sentence(e) + " Trying again.");
                    rota.surroundings().streams().err().flush();
                    told = true;
                }
            }
        }
    }

    private static boolean isPassing(RuntimeException e) {
        if (e instanceof Refusal refusal && refusal.status() == 429) {
            return true;
        }
        return e instanceof CommandFailure failure
                ? failure.exitCode() == ExitCode.UNREACHABLE
                : e instanceof StoreException store && store.isWorthRetrying();
    }

    /** All of it, from the first line of the terminal on. */
    private String drawn(View view, boolean first) {
        Surroundings.Streams streams = rota.surroundings().streams();
        StringWriter text = new StringWriter();
        PrintWriter page = new PrintWriter(text);
        view.print(rota.printer(new Surroundings.Streams(page, page, streams.in(), true), true));
        page.flush();
        List<String> lines =
                fitting(text.toString().lines().toList(), rota.surroundings().size("LINES"));
        StringBuilder drawn = new StringBuilder(first ? HOME + WIPE_BELOW : HOME);
        lines.forEach(line -> drawn.append(line).append(WIPE_LINE).append('\n'));
        return drawn.append(WIPE_BELOW).toString();
    }

    /** What does not fit would push the first lines out of sight. */
    private static List<String> fitting(List<String> lines, @Nullable Integer height) {
        if (height == null || lines.size() < height) {
            return lines;
        }
        List<String> shown = new ArrayList<>(lines.subList(0, Math.max(0, height - 2)));
        shown.add("… " + Words.counted(lines.size() - shown.size(), "line") + " more");
        return shown;
    }
}
