package dev.rota.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class SqlTest {
    @Test
    void each_named_parameter_becomes_a_question_mark() {
        Sql sql = Sql.of("select :a, :b_2 where x = :a");
        assertThat(sql.jdbc()).isEqualTo("select ?, ? where x = ?");
        assertThat(sql.positions("a")).containsExactly(1, 3);
        assertThat(sql.positions("b_2")).containsExactly(2);
    }

    @Test
    void colons_in_quotes_comments_and_casts_are_left_alone() {
        String text = "select ':a', \":b\", 'it''s :c', x::text -- :d\n, /* :e */ $$ :f $$, '12:30'";
        assertThat(Sql.of(text).jdbc()).isEqualTo(text);
        assertThat(Sql.of("select :x::bigint").jdbc()).isEqualTo("select ?::bigint");
    }

    @Test
    void a_parameter_that_is_not_there_is_named() {
        assertThatThrownBy(() -> Sql.of("select :a").positions("b"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("no parameter :b")
                .hasMessageContaining("[a]");
    }

    @Test
    void a_script_is_split_between_statements_only() {
        assertThat(SqlText.statements(
                        "-- first; not yet\ncreate table a (x);\n\ninsert into a values (';'); -- done\n"))
                .containsExactly("-- first; not yet\ncreate table a (x)", "insert into a values (';')");
    }
}
