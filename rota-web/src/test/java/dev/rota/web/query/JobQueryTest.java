package dev.rota.web.query;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.rota.job.JobState;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class JobQueryTest {
    private static Term only(String text) {
        List<Term> terms = JobQuery.parse(text).terms();
        assertThat(terms).hasSize(1);
        return terms.get(0);
    }

    @Test
    void reads_states_lists_and_what_is_meant_by_live() {
        assertThat(only("state:failed,retrying"))
                .isEqualTo(new Term.States(Set.of(JobState.FAILED, JobState.RETRYING), false));
        assertThat(only("-state:live")).isEqualTo(new Term.States(JobState.live(), true));
    }

    @Test
    void reads_prefixes_quotes_and_colons_in_values() {
        assertThat(only("type:invoice.*"))
                .isEqualTo(new Term.Texts(Key.TYPE, List.of(new Term.Value("invoice.", true)), false));
        assertThat(only("tag:tenant:acme"))
                .isEqualTo(new Term.Texts(Key.TAG, List.of(new Term.Value("tenant:acme", false)), false));
        assertThat(only("error:\"timed, \\\"out\\\"*\""))
                .isEqualTo(new Term.Texts(Key.ERROR, List.of(new Term.Value("timed, \"out\"*", false)), false));
    }

    @Test
    void reads_numbers_comparisons_and_ranges() {
        assertThat(only("id:3,5")).isEqualTo(new Term.Numbers(Key.ID, List.of(3L, 5L), false));
        assertThat(only("attempt:>=2")).isEqualTo(new Term.Compared(Key.ATTEMPT, Term.Comparison.AT_LEAST, 2, false));
        assertThat(JobQuery.parse("priority:-5..5").text()).isEqualTo("priority:>=-5 priority:<=5");
        assertThat(only("ran:>1500ms"))
                .isEqualTo(new Term.Lasting(Key.RAN, Term.Comparison.MORE, Duration.ofMillis(1500), false));
        assertThat(JobQuery.parse("wait:1m..2h").text()).isEqualTo("wait:>=1m wait:<=2h");
    }

    @Test
    void reads_times_as_durations_dates_and_instants() {
        Instant now = Instant.parse("2026-11-20T12:00:00Z");
        for (String hour : List.of("1h", "1H", "60m", "\"1 h\"", "PT1H")) {
            assertThat(((Term.Time) only("since:" + hour)).from(now)).isEqualTo("2026-11-20T11:00:00Z");
        }
        assertThat(((Term.Time) only("until:2026-11-19")).from(now)).isEqualTo("2026-11-19T00:00:00Z");
        assertThat(((Term.Time) only("since:2026-11-19T08:30:00Z")).from(now)).isEqualTo("2026-11-19T08:30:00Z");
    }

    @Test
    void reads_members_by_their_path_and_words_without_key() {
        assertThat(only("args.customer.id:42"))
                .isEqualTo(new Term.Member(
                        Key.ARGS, List.of("customer", "id"), List.of(new Term.Value("42", false)), false));
        assertThat(only("-\"two words\"")).isEqualTo(new Term.Free("two words", true));
        assertThat(JobQuery.parse("  ")).isEqualTo(JobQuery.ALL);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "state:fialed|7|live or a state: scheduled, queued",
                "queue:|7|a value, as in queue:mail",
                "queue:a,|9|a value",
                "kueue:a|1|one of state, type, queue",
                "mail nope:x|6|one of state",
                "attempt:many|9|a whole number",
                "attempt:1,>2|11|a whole number",
                "ran:5s|5|a duration with >",
                "ran:>5|6|units are ms, s, m, h, d and w",
                "since:yesterday|7|a duration such as 90m",
                "since:2026-13-01|7|a date such as",
                "-since:1h|8|no - in front",
                "since:1h,2h|10|one value only",
                "type:\"a|6|a quote that ends again",
                "type:\"a\"b|9|a space or a comma",
                "type:a*b|8|a space or a comma",
                "args.:1|1|names separated by dots",
                "args.a..b:1|1|names separated by dots",
                "-|2|a word, or a key",
                "since:99999999w|7|at most 36500d",
                "id:99999999999999999999|4|a whole number",
            })
    void says_where_it_fails_and_what_was_expected(String text, int position, String expected) {
        assertThatExceptionOfType(QuerySyntaxException.class)
                .isThrownBy(() -> JobQuery.parse(text))
                .satisfies(e -> {
                    assertThat(e.position()).isEqualTo(position);
                    assertThat(e.expected()).contains(expected);
                    assertThat(e).hasMessageStartingWith("At character " + position + ": expected " + e.expected());
                });
    }

    @Test
    void is_bounded_in_length_and_values() {
        assertThatExceptionOfType(QuerySyntaxException.class)
                .isThrownBy(() -> JobQuery.parse("x".repeat(2_049)))
                .withMessageContaining("at most 2048 characters");
        assertThatExceptionOfType(QuerySyntaxException.class)
                .isThrownBy(() -> JobQuery.parse("id:" + "1,".repeat(101) + "1"))
                .withMessageContaining("at most 100 values");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "queue:mail state:failed since:1h -tag:test",
                "type:invoice.*,\"with space\" args.customer.name:\"O'Neill, A\"",
                "result.ok:true wait:>=90s \"word:colon\" \"-dash\" \"star*\"",
                "-attempt:<3 until:2026-11-20T12:00:00Z fp:0123456789abcdef",
                "tag:tenant:acme \"back\\\\slash\"",
            })
    void what_it_writes_it_reads_again(String text) {
        JobQuery query = JobQuery.parse(text);
        assertThat(JobQuery.parse(query.text())).isEqualTo(query);
    }

    @Test
    void whatever_it_is_given_it_reads_or_refuses_and_what_it_read_it_writes() {
        Random random = new Random(20261120);
        String letters = "ab1 :,.*-\"\\<>=state:since:1hargs.";
        for (int i = 0; i < 20_000; i++) {
            StringBuilder text = new StringBuilder();
            for (int length = random.nextInt(24); length > 0; length--) {
                text.append(letters.charAt(random.nextInt(letters.length())));
            }
            try {
                JobQuery query = JobQuery.parse(text.toString());
                assertThat(JobQuery.parse(query.text())).as(text.toString()).isEqualTo(query);
            } catch (QuerySyntaxException e) {
                assertThat(e.position()).as(text.toString()).isBetween(1, text.length() + 1);
            }
        }
    }

    @Test
    void without_anything_an_index_serves_it_is_held_to_the_last_day() {
        assertThat(JobQuery.parse("args.id:1 -queue:mail").bounded().text())
                .isEqualTo("args.id:1 -queue:mail since:1d");
        assertThat(JobQuery.parse("args.id:1 queue:mail").bounded().text()).isEqualTo("args.id:1 queue:mail");
        assertThat(JobQuery.ALL.bounded()).isEqualTo(JobQuery.ALL);
    }

    @Test
    void a_condition_is_added_and_taken_away() {
        Term failed = only("state:failed");
        JobQuery query = JobQuery.parse("queue:mail").and(failed);
        assertThat(query.text()).isEqualTo("queue:mail state:failed");
        assertThat(query.without(failed).text()).isEqualTo("queue:mail");
    }
}
