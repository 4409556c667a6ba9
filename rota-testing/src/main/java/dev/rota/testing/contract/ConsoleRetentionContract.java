package dev.rota.testing.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rota.console.AuditLog;
import dev.rota.console.AuditLog.Act;
import dev.rota.console.AuditLog.Via;
import dev.rota.console.ConsoleStore;
import dev.rota.console.ConsoleStore.Retention;
import dev.rota.console.IdempotencyStore.Begun;
import dev.rota.console.IdempotencyStore.Key;
import dev.rota.console.LinkStore.NewLink;
import dev.rota.console.OperationStore.NewOperation;
import dev.rota.console.OperationStore.Operation;
import dev.rota.console.RefreshStore.Rotation;
import dev.rota.console.Role;
import dev.rota.console.SecretHash;
import dev.rota.console.SessionStore.NewSession;
import dev.rota.console.TokenStore.NewToken;
import dev.rota.console.TokenStore.Token;
import dev.rota.console.ViewStore.View;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What is deleted of what the console keeps, and what is not. */
public abstract class ConsoleRetentionContract extends StoreContract {
    private static final Retention RETENTION =
            new Retention(Duration.ofDays(30), Duration.ofDays(20), Duration.ofDays(10));

    @SuppressWarnings("NullAway.Init")
    private ConsoleStore console;

    protected ConsoleRetentionContract(ContractStore fixture) {
        super(fixture);
    }

    @BeforeEach
    void findConsole() {
        console = store.console();
    }

    private long prune() {
        return console.prune(RETENTION, 1000);
    }

    private NewSession session(String secret, Duration lifetime) {
        return new NewSession(SecretHash.of(secret), "anna", Role.VIEWER, null, lifetime, null);
    }

    private long token(String secret, @Nullable Duration lifetime) {
        return console.tokens()
                .create(new NewToken("ci", SecretHash.of(secret), Set.of(), Role.VIEWER, "anna", lifetime))
                .id();
    }

    @Test
    void nothing_is_deleted_from_an_empty_console() {
        assertThat(prune()).isZero();
    }

    @Test
    void expired_sessions_refresh_tokens_and_links_are_deleted() {
        console.sessions().open(session("short", Duration.ofHours(1)));
        console.sessions().open(session("long", Duration.ofHours(3)));
        console.refreshes().open(session("refresh", Duration.ofHours(1)));
        console.links().create(new NewLink(SecretHash.of("link"), "login", "anna", Role.VIEWER, Duration.ofHours(1)));
        clock.advance(Duration.ofHours(1).minusMillis(1));
        assertThat(prune()).isZero();
        clock.advance(Duration.ofMillis(1));
        assertThat(prune()).isEqualTo(3);
        assertThat(prune()).isZero();
        assertThat(console.sessions().find(SecretHash.of("long"))).isPresent();
    }

    @Test
    void a_used_refresh_token_is_kept_until_it_expires_so_that_its_second_use_is_noticed() {
        console.refreshes().open(session("first", Duration.ofHours(1)));
        console.refreshes().rotate(SecretHash.of("first"), SecretHash.of("second"), Duration.ofHours(2));
        clock.advance(Duration.ofMinutes(59));
        prune();
        assertThat(console.refreshes().rotate(SecretHash.of("first"), SecretHash.of("third"), Duration.ofHours(1)))
                .isEqualTo(new Rotation.Reused("anna"));
    }

    @Test
    void idempotency_keys_are_deleted_after_a_day() {
        Key key = new Key("anna", "1");
        Begun.New begun = (Begun.New) console.idempotency().begin(key, SecretHash.of("request"));
        clock.advance(Duration.ofHours(24).minusMillis(1));
        assertThat(prune()).isZero();
        clock.advance(Duration.ofMillis(1));
        assertThat(prune()).isEqualTo(1);
        assertThat(console.idempotency().abandon(key, begun.lease())).isFalse();
    }

    @Test
    void tokens_are_deleted_some_time_after_they_ceased_to_work() {
        token("expiring", Duration.ofDays(1));
        long revoked = token("revoked", null);
        long working = token("working", null);
        clock.advance(Duration.ofDays(2));
        console.tokens().revoke(revoked);
        clock.advance(Duration.ofDays(9));
        assertThat(prune()).isZero();
        clock.advance(Duration.ofMillis(1));
        assertThat(prune()).isEqualTo(1);
        assertThat(console.tokens().list()).extracting(Token::id).containsExactly(working, revoked);
        clock.advance(Duration.ofDays(1));
        assertThat(prune()).isEqualTo(1);
        assertThat(console.tokens().list()).extracting(Token::id).containsExactly(working);
    }

    @Test
    void the_audit_is_deleted_by_age_and_in_parts_the_oldest_first() {
        List<Act> acts = IntStream.range(0, 5)
                .mapToObj(i -> Act.of("anna", Via.UI, "a." + i))
                .toList();
        console.audit().append(acts);
        clock.advance(Duration.ofDays(30));
        console.audit().append(Act.of("anna", Via.UI, "young"));
        assertThat(prune()).isZero();
        clock.advance(Duration.ofMillis(1));
        assertThat(console.prune(RETENTION, 2)).isEqualTo(2);
        assertThat(console.audit().list(AuditLog.Query.NEWEST))
                .extracting(entry -> entry.act().action())
                .containsExactly("young", "a.4", "a.3", "a.2");
        assertThat(console.prune(RETENTION, 2)).isEqualTo(2);
        assertThat(console.prune(RETENTION, 2)).isEqualTo(1);
        assertThat(console.prune(RETENTION, 2)).isZero();
    }

    @Test
    void operations_are_deleted_after_their_end_and_open_ones_never() {
        NewOperation order = new NewOperation("retry", null, "", null, "anna", null, null);
        Operation stopped = console.operations().create(order);
        Operation open = console.operations().create(order);
        clock.advance(Duration.ofDays(15));
        console.operations().requestStop(stopped.id());
        clock.advance(Duration.ofDays(20));
        assertThat(prune()).isZero();
        clock.advance(Duration.ofMillis(1));
        assertThat(prune()).isEqualTo(1);
        assertThat(console.operations().list(null, 10)).containsExactly(open);
    }

    @Test
    void users_views_and_settings_are_never_deleted_for_their_age() {
        console.users().create("anna", "hash", Role.ADMIN);
        console.views().put(new View("anna", "jobs", "mine", ""));
        console.settings().putIfAbsent("key", "1", "anna");
        clock.advance(Duration.ofDays(4000));
        assertThat(prune()).isZero();
        assertThat(console.users().list()).hasSize(1);
        assertThat(console.views().list("anna")).hasSize(1);
        assertThat(console.settings().list("")).hasSize(1);
    }

    @Test
    void several_may_prune_at_once_and_delete_each_row_once() {
        for (int i = 0; i < 20; i++) {
            console.audit().append(Act.of("anna", Via.UI, "a." + i));
        }
        clock.advance(Duration.ofDays(31));
        AtomicLong deleted = new AtomicLong();
        Threads.together(4, thread -> {
            while (deleted.addAndGet(Threads.insisting(() -> console.prune(RETENTION, 3))) < 20) {
                Thread.onSpinWait();
            }
        });
        assertThat(deleted).hasValue(20);
        assertThat(console.audit().list(AuditLog.Query.NEWEST)).isEmpty();
    }

    @Test
    void retention_has_a_least() {
        assertThatThrownBy(() -> Retention.DEFAULTS.audit(Duration.ofHours(23)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("Retention of audit is PT23H, expected 1 day (PT24H) or more");
    }
}
