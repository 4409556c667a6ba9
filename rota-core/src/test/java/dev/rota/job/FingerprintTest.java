package dev.rota.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rota.job.FingerprintStrategy.Fingerprint;
import org.junit.jupiter.api.Test;

final class FingerprintTest {
    private static final FingerprintStrategy FRAMES = FingerprintStrategy.byFrames();

    private static StackTraceElement frame(String className, String method, int line) {
        return new StackTraceElement(className, method, "File.java", line);
    }

    private static Throwable thrown(String message, StackTraceElement... frames) {
        IllegalStateException error = new IllegalStateException(message);
        error.setStackTrace(frames);
        return error;
    }

    private static String id(Throwable error) {
        return FRAMES.of(error, "mail").id();
    }

    @Test
    void what_varies_in_a_message_does_not_count() {
        assertThat(FrameFingerprint.normal("order 17 of \"ana\" at 3.5 failed"))
                .isEqualTo("order <n> of <text> at <n> failed");
        assertThat(FrameFingerprint.normal("see https://example.org/x?y=1 or ask ana.b@example.org"))
                .isEqualTo("see <url> or ask <email>");
        assertThat(FrameFingerprint.normal("id 123e4567-e89b-12d3-a456-426614174000, at 0xCAFE or deadbeef42"))
                .isEqualTo("id <uuid>, at <hex> or <hex>");
    }

    @Test
    void words_that_look_like_hexadecimal_digits_stay_words() {
        assertThat(FrameFingerprint.normal("the facade was defaced")).isEqualTo("the facade was defaced");
    }

    @Test
    void lines_do_not_count_but_methods_do() {
        Throwable one = thrown("x", frame("shop.Mailer", "send", 10));
        Throwable moved = thrown("x", frame("shop.Mailer", "send", 99));
        Throwable other = thrown("x", frame("shop.Mailer", "connect", 10));

        assertThat(id(one)).isEqualTo(id(moved)).isNotEqualTo(id(other)).matches("[0-9a-f]{16}");
    }

    @Test
    void frames_of_libraries_do_not_count() {
        Throwable direct = thrown("x", frame("shop.Mailer", "send", 1));
        Throwable wrapped = thrown(
                "x",
                frame("java.util.Optional", "get", 1),
                frame("shop.Mailer", "send", 1),
                frame("dev.rota.engine.AttemptRunner", "call", 1));

        assertThat(id(direct)).isEqualTo(id(wrapped));
    }

    @Test
    void only_the_first_three_own_frames_count() {
        StackTraceElement[] first = {frame("a.A", "a", 1), frame("a.B", "b", 1), frame("a.C", "c", 1)};
        Throwable one = thrown("x", first[0], first[1], first[2], frame("a.D", "d", 1));
        Throwable two = thrown("x", first[0], first[1], first[2], frame("a.E", "e", 1));

        assertThat(id(one)).isEqualTo(id(two));
    }

    @Test
    void with_base_packages_only_their_frames_count() {
        FingerprintStrategy own = FingerprintStrategy.byFrames("shop");
        Throwable one = thrown("x", frame("vendor.Pool", "take", 1), frame("shop.Mailer", "send", 1));

        assertThat(own.of(one, "mail").title()).isEqualTo("IllegalStateException at Mailer.send");
        assertThat(FRAMES.of(one, "mail").title()).isEqualTo("IllegalStateException at Pool.take");
    }

    @Test
    void an_error_without_frames_of_the_base_packages_is_told_by_those_of_others() {
        FingerprintStrategy own = FingerprintStrategy.byFrames("shop");
        Throwable error = thrown("x", frame("java.util.List", "get", 1), frame("vendor.Pool", "take", 1));

        assertThat(own.of(error, "mail").title()).isEqualTo("IllegalStateException at Pool.take");
    }

    @Test
    void the_same_error_of_another_type_of_job_is_another_failure() {
        Throwable error = thrown("x", frame("shop.Mailer", "send", 1));

        assertThat(FRAMES.of(error, "mail").id())
                .isNotEqualTo(FRAMES.of(error, "invoice").id());
    }

    @Test
    void the_title_names_the_root_cause() {
        Throwable error =
                new RuntimeException("wrapped", thrown("no route", frame("shop.Mailer$Smtp$$Lambda/0x1", "send", 1)));

        assertThat(FRAMES.of(error, "mail").title()).isEqualTo("IllegalStateException at Mailer.Smtp.send");
    }

    @Test
    void causes_that_go_round_in_a_circle_come_to_an_end() {
        Exception inner = new Exception("inner");
        Exception outer = new Exception("outer", inner);
        inner.initCause(outer);

        assertThat(id(outer)).hasSize(16);
    }

    @Test
    void failures_in_words_are_alike_if_only_what_varies_differs() {
        Fingerprint one = FingerprintStrategy.ofWords("Fail", "order 17 of \"ana\" not found", "t");
        Fingerprint two = FingerprintStrategy.ofWords("Fail", "order 4711 of \"ben\" not found", "t");
        Fingerprint other = FingerprintStrategy.ofWords("Fail", "order 17 was paid twice", "t");

        assertThat(one).isEqualTo(two);
        assertThat(one.id()).isNotEqualTo(other.id());
        assertThat(one.title()).isEqualTo("Fail: order <n> of <text> not found");
    }

    @Test
    void a_fingerprint_must_not_be_empty() {
        assertThatThrownBy(() -> new Fingerprint("", "title"))
                .hasMessage("Fingerprint is \"\", expected 1 to 64 characters");
    }
}
