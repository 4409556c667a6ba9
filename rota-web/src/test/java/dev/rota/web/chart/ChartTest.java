package dev.rota.web.chart;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;

final class ChartTest {
    private static final Chart.Text TEXT =
            new Chart.Text("Jobs", "Some jobs", value -> String.format(Locale.ROOT, "%.0f", value));

    @Test
    void a_line_has_a_step_for_each_number_and_ends_at_a_gap() {
        Chart chart = Chart.of(
                TEXT,
                List.of("a", "b", "c", "d"),
                List.of(new Chart.Series("S", "ok", false, Arrays.asList(1.0, 4.0, null, 5.0))));
        assertThat(chart.top()).isEqualTo("5");
        assertThat(chart.lines())
                .containsExactly(new Chart.Line("ok", "0,96 150,96 300,24"), new Chart.Line("ok", "450,0 600,0"));
        assertThat(chart.rows())
                .containsExactly(
                        new Chart.Row("a", List.of("1")),
                        new Chart.Row("b", List.of("4")),
                        new Chart.Row("c", List.of("–")),
                        new Chart.Row("d", List.of("5")));
        assertThat(chart.first() + chart.last()).isEqualTo("ad");
    }

    @Test
    void a_table_without_empty_steps_keeps_its_ends() {
        Chart chart = Chart.of(
                TEXT,
                List.of("a", "b", "c", "d", "e"),
                List.of(new Chart.Series("S", "ok", true, Arrays.asList(0.0, null, 2.0, 0.0, 0.0))));
        assertThat(chart.withoutEmptySteps().rows())
                .extracting(Chart.Row::label)
                .containsExactly("a", "c", "e");
        assertThat(chart.withoutEmptySteps().bars()).isEqualTo(chart.bars());
    }

    @Test
    void a_bar_is_seen_however_little_it_is_and_zero_has_none() {
        Chart chart = Chart.of(
                TEXT, List.of("a", "b", "c"), List.of(new Chart.Series("S", "bad", true, List.of(0.0, 1.0, 1000.0))));
        assertThat(chart.bars())
                .containsExactly(
                        new Chart.Bar("bad", "230", "118", "140", "2"), new Chart.Bar("bad", "430", "0", "140", "120"));
        assertThat(chart.isEmpty()).isFalse();
    }

    @Test
    void without_numbers_it_is_empty() {
        Chart chart = Chart.of(TEXT, List.of(), List.of(new Chart.Series("S", "ok", false, List.of())));
        assertThat(chart.isEmpty()).isTrue();
        assertThat(chart.first()).isEmpty();
        assertThat(chart.lines()).isEmpty();
    }

    @Test
    void an_event_stands_where_it_happened() {
        Chart chart = Chart.of(TEXT, List.of("a", "b"), List.of(new Chart.Series("S", "ok", false, List.of(1.0, 2.0))))
                .marked(List.of(new Chart.Mark(0.25, "1.9")));
        assertThat(chart.marks().get(0).x()).isEqualTo("150");
        assertThat(chart.lines()).hasSize(1);
    }

    @Test
    void a_heat_map_has_its_greatest_sizes_at_the_top_and_no_cell_for_nothing() {
        HeatMap map = HeatMap.of(
                TEXT,
                List.of("a", "b", "c"),
                List.of("small", "great"),
                List.of(List.of(1L, 0L), List.of(0L, 0L), List.of(0L, 1_000L)));
        assertThat(map.cells())
                .containsExactly(
                        new HeatMap.Cell("0", "60", "200", "60", 1), new HeatMap.Cell("400", "0", "200", "60", 5));
        assertThat(map.rows())
                .containsExactly(new HeatMap.Row("a", List.of("1", "0")), new HeatMap.Row("c", List.of("0", "1,000")));
        assertThat(map.first() + map.last()).isEqualTo("ac");
        assertThat(HeatMap.of(TEXT, List.of(), List.of(), List.of()).cells()).isEmpty();
    }

    @Test
    void the_edge_is_a_number_one_can_read() {
        assertThat(List.of(0.0, 0.3, 1.0, 1.1, 5.0, 7.0, 99.0, 101.0))
                .extracting(Chart::rounded)
                .containsExactly(1.0, 0.5, 1.0, 2.0, 5.0, 10.0, 100.0, 200.0);
    }

    @Test
    void a_sparkline_is_as_high_as_its_greatest_number() {
        Sparkline line = Sparkline.of(
                List.of(
                        new Sparkline.Value("none", 0),
                        new Sparkline.Value("one", 1),
                        new Sparkline.Value("many", 100)),
                "sentence");
        assertThat(line.bars())
                .containsExactly(
                        new Sparkline.Bar(0, 19, 1, true, "none"),
                        new Sparkline.Bar(5, 17, 3, false, "one"),
                        new Sparkline.Bar(10, 0, 20, false, "many"));
        assertThat(line.width()).isEqualTo(15);
    }
}
