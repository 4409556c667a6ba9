package dev.rota.cli;

/** What the exit codes of {@code rota} mean. */
public final class ExitCode {
    /** Done; an empty list is done, too. */
    public static final int DONE = 0;
    /** Failed for a reason that has no code of its own, or {@code rota status} found something wrong. */
    public static final int FAILED = 1;
    /** The command was not written as it must be, or it wants to be confirmed. */
    public static final int USAGE = 2;
    /** The job that was waited for has failed or was cancelled. */
    public static final int ENDED_BADLY = 3;
    /** The server does not know who asks, or does not allow it. */
    public static final int NOT_ALLOWED = 4;
    /** There is no such job, schedule or queue. */
    public static final int NOT_FOUND = 5;
    /** The state of the thing does not allow it. */
    public static final int CONFLICT = 6;
    /** It was waited for as long as was asked, and has not come. */
    public static final int TIMED_OUT = 7;
    /** Of several things some were done and some were not. */
    public static final int PARTLY = 8;
    /** The server or the database cannot be reached. */
    public static final int UNREACHABLE = 9;
    /** Somebody has interrupted it. */
    public static final int INTERRUPTED = 130;

    /** For the help text: code and meaning, one after the other. */
    static final String[] MEANINGS = {
        DONE + ":Done. An empty list is done, too.",
        FAILED + ":Failed for another reason, or 'rota status' found something wrong.",
        USAGE + ":Not a valid command, or it must be confirmed with --yes.",
        ENDED_BADLY + ":The job that was waited for has failed or was cancelled.",
        NOT_ALLOWED + ":Not logged in, or not allowed.",
        NOT_FOUND + ":There is no such job, schedule or queue.",
        CONFLICT + ":The state of the job or schedule does not allow it, or there is one already.",
        TIMED_OUT + ":Waited as long as was asked, in vain.",
        PARTLY + ":Of several things some were done and some were not.",
        UNREACHABLE + ":The server or the database cannot be reached, or there is none.",
        INTERRUPTED + ":Interrupted.",
    };

    private ExitCode() {}
}
