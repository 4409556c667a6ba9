package dev.rota.systems.audiobooks.task;

import java.util.ArrayDeque;
import java.util.Deque;

/** A run's log, of which at most a number of characters are kept: the head, and the tail. For one thread. */
final class LogText {
    private final int half;
    private final StringBuilder head = new StringBuilder();
    private final Deque<String> tail = new ArrayDeque<>();
    private int tailLength;
    private long left;

    /** Keeps at most {@code characters}, and one line that says how much was left out. */
    LogText(int characters) {
        this.half = Math.max(1, characters / 2);
    }

    void add(String line) {
        String text = line.length() > half ? line.substring(0, half - 1) : line;
        if (left == 0 && tail.isEmpty() && head.length() + text.length() < half) {
            head.append(text).append('\n');
            return;
        }
        tail.addLast(text);
        tailLength += text.length() + 1;
        while (tailLength > half && tail.size() > 1) {
            tailLength -= tail.removeFirst().length() + 1;
            left++;
        }
    }

    String text() {
        StringBuilder text = new StringBuilder(head);
        if (left > 0) {
            text.append("... ").append(left).append(" lines left out ...\n");
        }
        tail.forEach(line -> text.append(line).append('\n'));
        return text.toString();
    }
}
