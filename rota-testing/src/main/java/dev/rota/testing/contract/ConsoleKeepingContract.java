package dev.rota.testing.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rota.console.IdempotencyStore;
import dev.rota.console.IdempotencyStore.Answer;
import dev.rota.console.IdempotencyStore.Begun;
import dev.rota.console.IdempotencyStore.Key;
import dev.rota.console.SecretHash;
import dev.rota.console.SettingStore;
import dev.rota.console.SettingStore.Setting;
import dev.rota.console.ViewStore;
import dev.rota.console.ViewStore.View;
import dev.rota.store.Store;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Saved views, settings, idempotency keys. */
public abstract class ConsoleKeepingContract extends StoreContract {
    private static final Key KEY = new Key("anna", "f6b1");
    private static final SecretHash REQUEST = SecretHash.of("{\"type\":\"a\"}");
    private static final SecretHash OTHER_REQUEST = SecretHash.of("{\"type\":\"b\"}");
    private static final Answer ANSWER =
            new Answer(201, Map.of("Location", "/api/v1/jobs/7", "Content-Type", "application/json"), "{\"id\":7}");

    @SuppressWarnings("NullAway.Init")
    private ViewStore views;

    @SuppressWarnings("NullAway.Init")
    private SettingStore settings;

    @SuppressWarnings("NullAway.Init")
    private IdempotencyStore idempotency;

    protected ConsoleKeepingContract(ContractStore fixture) {
        super(fixture);
    }

    @BeforeEach
    void findStores() {
        views = store.console().views();
        settings = store.console().settings();
        idempotency = store.console().idempotency();
    }

    // Views

    @Test
    void a_user_sees_own_views_first_and_then_shared_ones() {
        View shared = new View(null, "jobs", "a failed", "state=failed");
        View later = new View("anna", "jobs", "mails", "queue=mail");
        View earlier = new View("anna", "audit", "mine", "actor=anna");
        List.of(shared, later, earlier, new View("bert", "jobs", "other", "")).forEach(views::put);
        assertThat(views.list("anna")).containsExactly(earlier, later, shared);
        assertThat(views.list("carl")).containsExactly(shared);
    }

    @Test
    void a_view_is_replaced_by_one_of_the_same_name() {
        views.put(new View("anna", "jobs", "mails", "queue=mail"));
        views.put(new View("anna", "schedules", "mails", "queue=mail"));
        assertThat(views.put(new View("anna", "jobs", "mails", "queue=post"))).isTrue();
        assertThat(views.list("anna"))
                .containsExactly(
                        new View("anna", "jobs", "mails", "queue=post"),
                        new View("anna", "schedules", "mails", "queue=mail"));
    }

    @Test
    void a_deleted_view_is_gone_and_only_it() {
        views.put(new View("anna", "jobs", "mails", "1"));
        views.put(new View(null, "jobs", "mails", "2"));
        assertThat(views.delete("bert", "jobs", "mails")).isFalse();
        assertThat(views.delete("anna", "jobs", "mails")).isTrue();
        assertThat(views.list("anna")).containsExactly(new View(null, "jobs", "mails", "2"));
        assertThat(views.delete(null, "jobs", "mails")).isTrue();
        assertThat(views.list("anna")).isEmpty();
    }

    @Test
    void an_owner_has_so_many_views_and_no_more_even_if_several_are_put_at_once() {
        for (int i = 0; i < ViewStore.MOST_PER_OWNER - 1; i++) {
            views.put(new View("anna", "jobs", "view " + i, ""));
        }
        Queue<Boolean> put = new ConcurrentLinkedQueue<>();
        Threads.together(
                3,
                thread -> put.add(Threads.insisting(() -> views.put(new View("anna", "jobs", "last " + thread, "")))));
        assertThat(put).containsExactlyInAnyOrder(true, false, false);
        assertThat(views.put(new View("anna", "jobs", "view 0", "changed"))).isTrue();
        assertThat(views.put(new View("bert", "jobs", "view 0", ""))).isTrue();
        assertThat(views.list("anna")).hasSize(ViewStore.MOST_PER_OWNER);
    }

    @Test
    void views_have_bounds() {
        assertThatThrownBy(() -> new View("anna", "jobs", "n", "q".repeat(2049)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("Query of the view has 2049 characters, expected 2048 at the most");
        assertThatThrownBy(() -> new View("", "jobs", "n", "q"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("Owner");
    }

    // Settings

    @Test
    void a_setting_is_made_changed_and_removed_by_version() {
        Setting first =
                settings.put("alerts", "{\"a\":1}", SettingStore.ABSENT, "anna").orElseThrow();
        assertThat(first).isEqualTo(new Setting("alerts", "{\"a\":1}", 1, "anna", START));
        clock.advance(Duration.ofHours(1));
        Setting second = settings.put("alerts", "{\"a\":2}", 1, "bert").orElseThrow();
        assertThat(second).isEqualTo(new Setting("alerts", "{\"a\":2}", 2, "bert", clock.instant()));
        assertThat(settings.find("alerts")).contains(second);
        assertThat(settings.remove("alerts", 1)).isFalse();
        assertThat(settings.remove("alerts", 2)).isTrue();
        assertThat(settings.find("alerts")).isEmpty();
        assertThat(settings.remove("alerts", 2)).isFalse();
    }

    @Test
    void a_setting_of_another_version_is_not_changed() {
        settings.put("alerts", "1", SettingStore.ABSENT, "anna");
        assertThat(settings.put("alerts", "2", SettingStore.ABSENT, "bert")).isEmpty();
        assertThat(settings.put("alerts", "2", 2, "bert")).isEmpty();
        assertThat(settings.put("missing", "2", 1, "bert")).isEmpty();
        assertThat(settings.list("")).containsExactly(new Setting("alerts", "1", 1, "anna", START));
    }

    @Test
    void of_several_who_change_a_setting_at_once_one_does() {
        settings.put("alerts", "0", SettingStore.ABSENT, "anna");
        Queue<Boolean> changed = new ConcurrentLinkedQueue<>();
        Threads.together(
                4,
                thread -> changed.add(Threads.insisting(() -> settings.put("alerts", "" + thread, 1, "w" + thread))
                        .isPresent()));
        assertThat(changed).containsExactlyInAnyOrder(true, false, false, false);
    }

    @Test
    void processes_that_set_the_same_at_once_all_get_what_one_set() {
        List<Store> processes = List.of(store, anotherStore(), anotherStore(), anotherStore());
        Queue<Setting> got = new ConcurrentLinkedQueue<>();
        Threads.together(
                4,
                thread -> got.add(Threads.insisting(() -> processes
                        .get(thread)
                        .console()
                        .settings()
                        .putIfAbsent("secret.signing", "\"key" + thread + "\"", "p" + thread))));
        assertThat(got).hasSize(4);
        assertThat(new HashSet<>(got)).hasSize(1);
        assertThat(settings.putIfAbsent("secret.signing", "\"another\"", "late"))
                .isIn(got);
    }

    @Test
    void settings_are_listed_by_the_beginning_of_their_key() {
        for (String key : List.of("retention.fires", "alerts", "retention.audit", "retention")) {
            settings.putIfAbsent(key, "1", "anna");
        }
        assertThat(settings.list("retention."))
                .extracting(Setting::key)
                .containsExactly("retention.audit", "retention.fires");
        assertThat(settings.list("")).hasSize(4);
        assertThat(settings.list("%")).isEmpty();
    }

    @Test
    void settings_have_bounds_and_do_not_print_their_value() {
        assertThatThrownBy(() -> settings.putIfAbsent("k".repeat(101), "1", "anna"))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> settings.put("key", "v".repeat(256 * 1024 + 1), 0, "anna"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("Value of setting key");
        assertThat(settings.putIfAbsent("key", "hidden", "anna").toString()).doesNotContain("hidden");
    }

    // Idempotency keys

    private long begun(Key key, SecretHash request) {
        return ((Begun.New) idempotency.begin(key, request)).lease();
    }

    @Test
    void a_request_is_answered_once_and_its_answer_repeated() {
        long lease = begun(KEY, REQUEST);
        assertThat(idempotency.begin(KEY, REQUEST)).isEqualTo(new Begun.Running());
        assertThat(idempotency.complete(KEY, lease, ANSWER)).isTrue();
        assertThat(idempotency.begin(KEY, REQUEST)).isEqualTo(new Begun.Replay(ANSWER));
        assertThat(idempotency.begin(KEY, REQUEST)).isEqualTo(new Begun.Replay(ANSWER));
    }

    @Test
    void an_answer_may_be_empty() {
        Answer empty = new Answer(204, Map.of(), "");
        idempotency.complete(KEY, begun(KEY, REQUEST), empty);
        assertThat(idempotency.begin(KEY, REQUEST)).isEqualTo(new Begun.Replay(empty));
    }

    @Test
    void a_key_is_good_for_one_request_while_it_runs_and_afterwards() {
        long lease = begun(KEY, REQUEST);
        assertThat(idempotency.begin(KEY, OTHER_REQUEST)).isEqualTo(new Begun.Conflict());
        idempotency.complete(KEY, lease, ANSWER);
        assertThat(idempotency.begin(KEY, OTHER_REQUEST)).isEqualTo(new Begun.Conflict());
    }

    @Test
    void the_same_key_of_another_principal_is_another_key() {
        begun(KEY, REQUEST);
        begun(new Key("bert", "f6b1"), OTHER_REQUEST);
        begun(new Key("anna", "F6B1"), OTHER_REQUEST);
    }

    @Test
    void of_several_who_begin_the_same_request_at_once_one_does() {
        Queue<Begun> answers = new ConcurrentLinkedQueue<>();
        Threads.together(4, thread -> answers.add(Threads.insisting(() -> idempotency.begin(KEY, REQUEST))));
        assertThat(answers).filteredOn(Begun.New.class::isInstance).hasSize(1);
        assertThat(answers).filteredOn(Begun.Running.class::isInstance).hasSize(3);
    }

    @Test
    void an_abandoned_request_may_be_sent_again() {
        long lease = begun(KEY, REQUEST);
        assertThat(idempotency.abandon(KEY, lease)).isTrue();
        assertThat(idempotency.abandon(KEY, lease)).isFalse();
        begun(KEY, OTHER_REQUEST);
    }

    @Test
    void a_request_whose_process_died_is_begun_anew_and_late_answers_do_not_count() {
        long first = begun(KEY, REQUEST);
        clock.advance(IdempotencyStore.GIVEN_UP.minusMillis(1));
        assertThat(idempotency.begin(KEY, REQUEST)).isEqualTo(new Begun.Running());
        clock.advance(Duration.ofMillis(1));
        assertThat(idempotency.begin(KEY, OTHER_REQUEST)).isEqualTo(new Begun.Conflict());
        long second = begun(KEY, REQUEST);
        assertThat(idempotency.begin(KEY, REQUEST)).isEqualTo(new Begun.Running());
        assertThat(idempotency.complete(KEY, first, new Answer(500, Map.of(), "late")))
                .isFalse();
        assertThat(idempotency.abandon(KEY, first)).isFalse();
        assertThat(idempotency.complete(KEY, second, ANSWER)).isTrue();
        assertThat(idempotency.begin(KEY, REQUEST)).isEqualTo(new Begun.Replay(ANSWER));
    }

    @Test
    void an_answered_request_is_not_given_up() {
        long lease = begun(KEY, REQUEST);
        idempotency.complete(KEY, lease, ANSWER);
        assertThat(idempotency.abandon(KEY, lease)).isFalse();
        assertThat(idempotency.complete(KEY, lease, new Answer(200, Map.of(), "second")))
                .isFalse();
        clock.advance(IdempotencyStore.KEPT.minusMillis(1));
        assertThat(idempotency.begin(KEY, REQUEST)).isEqualTo(new Begun.Replay(ANSWER));
    }

    @Test
    void a_key_is_free_again_after_a_day() {
        long lease = begun(KEY, REQUEST);
        idempotency.complete(KEY, lease, ANSWER);
        clock.advance(IdempotencyStore.KEPT);
        long again = begun(KEY, OTHER_REQUEST);
        assertThat(again).isNotEqualTo(lease);
        assertThat(idempotency.begin(KEY, OTHER_REQUEST)).isEqualTo(new Begun.Running());
    }

    @Test
    void keys_and_answers_have_bounds() {
        assertThatThrownBy(() -> new Key("anna", "k".repeat(201)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("Idempotency key has 201 characters, expected 200 at the most");
        assertThatThrownBy(() -> new Answer(99, Map.of(), "")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new Answer(200, Map.of("a", "b".repeat(9000)), ""))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("Headers");
        assertThatThrownBy(() -> new Answer(200, Map.of(), "b".repeat(1024 * 1024 + 1)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("Body");
    }
}
