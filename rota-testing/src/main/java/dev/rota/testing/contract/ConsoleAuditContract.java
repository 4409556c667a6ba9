package dev.rota.testing.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rota.console.AuditLog;
import dev.rota.console.AuditLog.Act;
import dev.rota.console.AuditLog.Entry;
import dev.rota.console.AuditLog.Query;
import dev.rota.console.AuditLog.Via;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Who did what. */
public abstract class ConsoleAuditContract extends StoreContract {
    private static final Query ALL = Query.NEWEST.limit(1000);

    @SuppressWarnings("NullAway.Init")
    private AuditLog audit;

    protected ConsoleAuditContract(ContractStore fixture) {
        super(fixture);
    }

    @BeforeEach
    void findAudit() {
        audit = store.console().audit();
    }

    private static Act act(String actor, String action, String target) {
        return Act.of(actor, Via.UI, action).target(target);
    }

    private List<String> actions(Query query) {
        return audit.list(query).stream().map(entry -> entry.act().action()).toList();
    }

    @Test
    void an_act_is_kept_with_all_that_is_said_of_it() {
        Act full = Act.of("anna", Via.API, "schedule.change")
                .target("schedule:weekly")
                .change("{\"cron\":\"0 3 * * *\"}", "{\"cron\":\"0 4 * * *\"}")
                .reason("too early")
                .from("01JD3", "192.0.2.7");
        audit.append(full);
        assertThat(audit.list(Query.NEWEST)).singleElement().satisfies(entry -> {
            assertThat(entry.act()).isEqualTo(full);
            assertThat(entry.at()).isEqualTo(START);
        });
    }

    @Test
    void acts_are_told_apart_by_the_way_they_came() {
        audit.append(Act.of("anna", Via.UI, "one").target("job:1"));
        audit.append(Act.of("anna", Via.CLI, "two").target("job:1"));
        audit.append(Act.of("rota", Via.SYSTEM, "three"));

        assertThat(actions(ALL.via(Via.CLI))).containsExactly("two");
        assertThat(actions(ALL.via(Via.SYSTEM))).containsExactly("three");
        assertThat(actions(ALL.via(Via.API))).isEmpty();
        assertThat(actions(ALL.via(Via.UI).actor("anna"))).containsExactly("one");
        assertThat(actions(ALL.via(Via.CLI).target("job:1"))).containsExactly("two");
    }

    @Test
    void an_act_of_which_little_is_known_is_kept_too() {
        Act bare = Act.of("rota", Via.SYSTEM, "store.migrate");
        audit.append(bare);
        assertThat(audit.list(Query.NEWEST)).extracting(Entry::act).containsExactly(bare);
    }

    @Test
    void the_newest_come_first_and_acts_of_one_moment_in_their_order() {
        audit.append(List.of(act("anna", "a.1", "x"), act("anna", "a.2", "x")));
        audit.append(List.of());
        clock.advance(Duration.ofSeconds(1));
        audit.append(act("anna", "b", "x"));
        assertThat(actions(ALL)).containsExactly("b", "a.2", "a.1");
    }

    @Test
    void pages_follow_each_other_without_hole_or_double_even_through_one_moment() {
        List<Act> acts = new ArrayList<>();
        for (int i = 0; i < 23; i++) {
            acts.add(act("anna", "job.retry", "job:" + i));
        }
        audit.append(acts);
        clock.advance(Duration.ofSeconds(1));
        audit.append(acts);
        Query page = Query.NEWEST.limit(7);
        List<Entry> read = new ArrayList<>();
        for (List<Entry> entries = audit.list(page); !entries.isEmpty(); entries = audit.list(page)) {
            assertThat(entries).hasSizeLessThanOrEqualTo(7);
            read.addAll(entries);
            page = page.before(entries.get(entries.size() - 1).position());
            // What is added meanwhile stands before the first page, and moves nothing.
            audit.append(act("bert", "job.cancel", "job:1"));
        }
        assertThat(read).hasSize(46);
        assertThat(new HashSet<>(read)).hasSize(46);
        assertThat(read).isEqualTo(audit.list(ALL.actor("anna")));
    }

    @Test
    void entries_are_found_by_actor_action_and_target() {
        audit.append(act("anna", "job.retry", "job:1"));
        audit.append(act("bert", "job.cancel", "job:1"));
        audit.append(act("anna", "jobs.export", "job:2"));
        audit.append(act("anna", "queue.pause", "queue:mail"));
        assertThat(actions(ALL.actor("anna"))).containsExactly("queue.pause", "jobs.export", "job.retry");
        assertThat(actions(ALL.actionPrefix("job."))).containsExactly("job.cancel", "job.retry");
        assertThat(actions(ALL.target("job:1"))).containsExactly("job.cancel", "job.retry");
        assertThat(actions(ALL.target("job:1").actor("anna"))).containsExactly("job.retry");
        assertThat(actions(ALL.target("job:1").actor("bert").actionPrefix("queue.")))
                .isEmpty();
        assertThat(actions(ALL.actionPrefix("%"))).isEmpty();
        assertThat(actions(ALL.actor("ann"))).isEmpty();
    }

    @Test
    void entries_are_found_by_time_the_first_moment_included_and_the_last_not() {
        for (int i = 0; i < 4; i++) {
            audit.append(act("anna", "a." + i, "x"));
            clock.advance(Duration.ofMinutes(1));
        }
        Instant first = START.plus(Duration.ofMinutes(1));
        Instant last = START.plus(Duration.ofMinutes(3));
        assertThat(actions(ALL.between(first, last))).containsExactly("a.2", "a.1");
        assertThat(actions(ALL.between(last, null))).containsExactly("a.3");
        assertThat(actions(ALL.between(null, first))).containsExactly("a.0");
        assertThat(actions(ALL.between(Instant.MIN, Instant.MAX))).hasSize(4);
        AuditLog.Position newest = audit.list(Query.NEWEST).get(0).position();
        assertThat(actions(ALL.between(null, last).before(newest))).containsExactly("a.2", "a.1", "a.0");
        assertThat(actions(ALL.between(null, newest.at().plusSeconds(1)).before(newest)))
                .containsExactly("a.2", "a.1", "a.0");
        AuditLog.Position third = audit.list(Query.NEWEST).get(1).position();
        assertThat(actions(ALL.between(first, last).before(third))).containsExactly("a.1");
    }

    @Test
    void an_act_is_never_refused_for_what_came_from_outside() {
        audit.append(Act.of("x".repeat(5000) + "\0", Via.API, "login.failed")
                .reason("no\0such user")
                .change("\"" + "y".repeat(300_000) + "\"", "{}"));
        Act kept = audit.list(Query.NEWEST).get(0).act();
        assertThat(kept.actor()).hasSize(100).endsWith("x…");
        assertThat(kept.reason()).isEqualTo("no\uFFFDsuch user");
        assertThat(kept.before()).isEqualTo("\"300002 characters, too long to be kept\"");
        assertThat(kept.after()).isEqualTo("{}");
    }

    @Test
    void an_action_must_have_a_name_and_a_page_a_size() {
        assertThatThrownBy(() -> Act.of("anna", Via.CLI, ""))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("Action is empty, expected 1 to 100 characters");
        assertThatThrownBy(() -> Query.NEWEST.limit(1001))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("Limit is 1001, expected 1 to 1,000");
    }

    @Test
    void acts_of_many_threads_are_all_kept() {
        Threads.together(4, thread -> {
            for (int i = 0; i < 10; i++) {
                Act act = act("actor" + thread, "a." + i, "x");
                Threads.insisting(() -> {
                    audit.append(act);
                    return true;
                });
            }
        });
        assertThat(audit.list(ALL)).hasSize(40);
        assertThat(actions(ALL.actor("actor2"))).hasSize(10);
    }
}
