package dev.rota.cli;

import org.jspecify.annotations.Nullable;

/** A server has answered with a problem, in the terms of RFC 9457. */
final class Refusal extends CommandFailure {
    private static final long serialVersionUID = 1L;
    private final int status;
    private final String code;
    private final @Nullable String state;

    private Refusal(int exitCode, String message, int status, Body problem) {
        super(exitCode, message);
        this.status = status;
        this.code = problem.text("code") == null ? "" : problem.word("code");
        this.state = problem.text("currentState");
    }

    static Refusal of(int status, Body problem, Server server) {
        String detail = problem.text("detail");
        String sentence = detail == null ? server.shown() + " answers with " + status : detail;
        sentence = sentence.strip().matches("(?s).*[.?!]") ? sentence.strip() : sentence.strip() + ".";
        String hint = switch (status) {
            case 401 -> notKnown(server);
            // The server's are about the fields of requests.
            case 409 -> null;
            default -> problem.text("hint");
        };
        return new Refusal(
                exitCode(status), hint == null || hint.isBlank() ? sentence : sentence + " " + hint, status, problem);
    }

    /** What the server would say is for those who sit at a browser. */
    private static String notKnown(Server server) {
        return server.token() == null
                ? "Log in with rota login --url " + server.shown() + ", or put a token in ROTA_TOKEN."
                : "The token is not or no longer valid: get a new one, and give it to rota login --url "
                        + server.shown() + ".";
    }

    private static int exitCode(int status) {
        return switch (status) {
            case 400, 413, 415, 422 -> ExitCode.USAGE;
            case 401, 403 -> ExitCode.NOT_ALLOWED;
            case 404, 410 -> ExitCode.NOT_FOUND;
            case 409, 412, 428 -> ExitCode.CONFLICT;
            case 502, 503 -> ExitCode.UNREACHABLE;
            case 504 -> ExitCode.TIMED_OUT;
            default -> ExitCode.FAILED;
        };
    }

    /** Of HTTP. */
    int status() {
        return status;
    }

    /** The problem's; empty if it has none. */
    String code() {
        return code;
    }

    /** The state of the job that does not allow what was asked; null if it is not about that. */
    @Nullable
    String state() {
        return state;
    }
}
