package dev.rota.web;

import static dev.rota.web.RunningWeb.SEND;
import static dev.rota.web.RunningWeb.SWEEP;
import static org.assertj.core.api.Assertions.assertThat;

import dev.rota.web.RunningWeb.Invoice;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is shown of jobs in their list, and how many of them. */
final class JobColumnsTest {
    private static final String ALL = "columns=id,tags,worker,schedule,priority,trace";

    @TempDir
    private Path directory;

    private RunningWeb web;

    @BeforeEach
    void open() {
        web = RunningWeb.open(directory);
    }

    @AfterEach
    void close() {
        web.close();
    }

    private String page(String path) {
        HttpResponse<String> answer = web.get(path);
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        return answer.body();
    }

    /** What stands in the column of that name, row by row, without its markup. */
    private static List<String> column(String page, String name) {
        Matcher cell =
                Pattern.compile("(?s)data-cell=\"" + name + "\">(.*?)</td>").matcher(page);
        return cell.results()
                .map(found -> found.group(1).replaceAll("<[^>]*>", "").strip())
                .toList();
    }

    @Test
    void columns_stand_where_they_are_asked_for_and_nowhere_else() {
        long sent = web.rota
                .job(SEND, new Invoice(7, "m"))
                .tag("tenant:acme")
                .tag("<b>")
                .priority(-3)
                .trace("00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01")
                .enqueue();
        web.test.runDue();
        long swept = web.rota.enqueue(SWEEP);
        String all = page("/jobs?" + ALL);
        assertThat(column(all, "id")).containsExactly(String.valueOf(swept), String.valueOf(sent));
        assertThat(column(all, "tags")).containsExactly("", "tenant:acme &lt;b&gt;");
        assertThat(column(all, "priority")).containsExactly("0", "-3");
        assertThat(column(all, "worker").get(0)).isEmpty();
        assertThat(column(all, "worker").get(1)).matches("\\d+");
        assertThat(column(all, "trace")).containsExactly("", "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01");
        assertThat(all).contains(">Schedule</th>").doesNotContain("<span class=\"muted\">" + sent + "</span>");
        String usual = page("/jobs");
        assertThat(usual)
                .contains("<span class=\"muted\">" + sent + "</span>")
                .doesNotContain(">Tags</th>", "data-cell=\"tags\"", ">tenant:acme");
        assertThat(column(page("/jobs?columns=tags&columns=priority"), "priority"))
                .hasSize(2);
    }

    @Test
    void a_value_finds_the_jobs_that_have_it_too() {
        web.rota.job(SWEEP).tag("a b").priority(-3).enqueue();
        String page = page("/jobs?columns=tags,priority&limit=25");
        Matcher link =
                Pattern.compile("href=\"\\./(jobs\\?[^\"]*)\">(a b|-3)</a>").matcher(page);
        List<String> found = link.results()
                .map(match -> match.group(1).replace("&amp;", "&"))
                .toList();
        assertThat(found).hasSize(2).allMatch(href -> href.endsWith("&limit=25&columns=tags,priority"));
        found.forEach(href -> assertThat(column(page("/" + href), "tags")).containsExactly("a b"));
    }

    @Test
    void every_way_on_from_a_list_keeps_its_columns_and_its_size() {
        web.rota.enqueueAll(SEND, LongStream.rangeClosed(1, 60).mapToObj(number -> new Invoice(number, "m")));
        String first = page("/jobs?q=queue:mail&columns=tags&limit=25");
        String kept = "&amp;limit=25&amp;columns=tags";
        assertThat(first)
                .contains("href=\"./jobs?limit=25&amp;columns=tags\">Active and recent<")
                .contains("href=\"./jobs?q=state%3Afailed%20queue%3Amail" + kept + "\"")
                .contains("name=\"back\" value=\"q=queue%3Amail" + kept + "\"")
                .contains("<input type=\"hidden\" name=\"columns\" value=\"tags\">")
                .contains("<input type=\"hidden\" name=\"limit\" value=\"25\">")
                .contains("<option selected>25</option>")
                .contains("job-exports?q=queue%3Amail&amp;format=csv");
        Matcher older = Pattern.compile("rel=\"next\" href=\"\\./([^\"]*)\"").matcher(first);
        assertThat(older.find()).isTrue();
        assertThat(older.group(1)).contains(kept + "&amp;cursor=");
        String second = page("/" + older.group(1).replace("&amp;", "&"));
        assertThat(column(second, "tags")).hasSize(25);
        assertThat(second).contains("rel=\"prev\" href=\"./jobs?q=queue%3Amail" + kept);
    }

    @Test
    void a_saved_view_keeps_its_columns() {
        web.rota.job(SWEEP).tag("nightly").enqueue();
        HttpResponse<String> saved = web.form(
                "/views",
                "csrf=" + web.csrf("/jobs?columns=tags") + "&name=Tagged&back=limit%3D100%26columns%3Dtags%2Cid");
        assertThat(saved.headers().firstValue("Location")).hasValue("jobs?limit=100&columns=tags,id&did=saved");
        assertThat(page("/jobs")).contains("href=\"./jobs?limit=100&amp;columns=tags,id\"", ">Tagged</a>");
    }

    @Test
    void a_column_that_is_not_known_is_refused_in_words() {
        HttpResponse<String> answer = web.get("/jobs?q=queue:mail&columns=tags,colour");
        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(answer.body())
                .contains("Column colour is not known, expected some of id, tags, worker, schedule, priority, trace.")
                .contains("value=\"queue:mail\"");
        assertThat(web.get("/api/v1/jobs?columns=tags").statusCode()).isEqualTo(400);
    }

    @Test
    void a_list_that_is_empty_though_nothing_was_asked_for_says_so() {
        web.rota.enqueue(SWEEP);
        web.test.runDue();
        web.test.clock().advance(java.time.Duration.ofHours(2));
        assertThat(page("/jobs?columns=tags&limit=25")).contains("Nothing is active");
    }
}
