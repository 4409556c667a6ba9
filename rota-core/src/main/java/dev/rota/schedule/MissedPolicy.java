package dev.rota.schedule;

/** What a schedule does about fires that were missed. */
public record MissedPolicy(String text) {
    public static final MissedPolicy RUN_ONCE = new MissedPolicy("run-once");

    public static MissedPolicy parse(String text) {
        return new MissedPolicy(text);
    }
}
