package dev.rota.testing.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rota.console.LinkStore;
import dev.rota.console.RefreshStore;
import dev.rota.console.RefreshStore.Rotation;
import dev.rota.console.Role;
import dev.rota.console.SecretHash;
import dev.rota.console.SessionStore;
import dev.rota.console.SessionStore.NewSession;
import dev.rota.console.TokenStore;
import dev.rota.store.StoreException;
import java.time.Duration;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What lets somebody in who shows a secret: API tokens, sessions, refresh tokens, one-time links. */
public abstract class ConsoleAccessContract extends StoreContract {
    private static final Duration HOUR = Duration.ofHours(1);
    private static final SecretHash FIRST = SecretHash.of("first");
    private static final SecretHash SECOND = SecretHash.of("second");
    private static final SecretHash THIRD = SecretHash.of("third");

    @SuppressWarnings("NullAway.Init")
    private TokenStore tokens;

    @SuppressWarnings("NullAway.Init")
    private SessionStore sessions;

    @SuppressWarnings("NullAway.Init")
    private RefreshStore refreshes;

    @SuppressWarnings("NullAway.Init")
    private LinkStore links;

    protected ConsoleAccessContract(ContractStore fixture) {
        super(fixture);
    }

    @BeforeEach
    void findStores() {
        tokens = store.console().tokens();
        sessions = store.console().sessions();
        refreshes = store.console().refreshes();
        links = store.console().links();
    }

    private TokenStore.Token token(SecretHash hash, @Nullable Duration lifetime) {
        return tokens.create(new TokenStore.NewToken(
                "ci", hash, Set.of("jobs:write", "jobs:read"), Role.OPERATOR, "anna", lifetime));
    }

    private static NewSession session(SecretHash hash, String user) {
        return new NewSession(hash, user, Role.OPERATOR, null, HOUR, "192.0.2.7");
    }

    // Tokens

    @Test
    void a_hash_is_the_sha_256_of_a_secret() {
        assertThat(SecretHash.of("abc").hex())
                .isEqualTo("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
        assertThatThrownBy(() -> new SecretHash("abc"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("Hash has 3 characters, expected the 64 hexadecimal digits of a SHA-256");
    }

    @Test
    void a_token_works_for_who_shows_it() {
        TokenStore.Token made = token(FIRST, HOUR);
        assertThat(made)
                .isEqualTo(new TokenStore.Token(
                        made.id(),
                        "ci",
                        Set.of("jobs:read", "jobs:write"),
                        Role.OPERATOR,
                        "anna",
                        START,
                        START.plus(HOUR),
                        null,
                        null));
        assertThat(tokens.use(FIRST)).map(TokenStore.Token::id).contains(made.id());
        assertThat(tokens.use(SECOND)).isEmpty();
    }

    @Test
    void a_token_expires_at_its_time_and_not_before() {
        token(FIRST, HOUR);
        long lasting = token(SECOND, null).id();
        clock.advance(HOUR.minusMillis(1));
        assertThat(tokens.use(FIRST)).isPresent();
        clock.advance(Duration.ofMillis(1));
        assertThat(tokens.use(FIRST)).isEmpty();
        clock.advance(Duration.ofDays(3000));
        assertThat(tokens.use(SECOND)).map(TokenStore.Token::id).contains(lasting);
    }

    @Test
    void a_revoked_token_does_not_work_and_is_still_shown() {
        long id = token(FIRST, null).id();
        assertThat(tokens.revoke(id)).isTrue();
        assertThat(tokens.use(FIRST)).isEmpty();
        clock.advance(HOUR);
        assertThat(tokens.revoke(id)).isFalse();
        assertThat(tokens.revoke(id + 1)).isFalse();
        assertThat(tokens.find(id)).map(TokenStore.Token::revokedAt).contains(START);
        assertThat(tokens.find(id)).map(found -> found.works(START)).contains(false);
    }

    @Test
    void the_use_of_a_token_is_noted_once_a_minute() {
        long id = token(FIRST, null).id();
        assertThat(tokens.find(id).orElseThrow().lastUsedAt()).isNull();
        tokens.use(FIRST);
        assertThat(tokens.find(id).orElseThrow().lastUsedAt()).isEqualTo(START);
        clock.advance(Duration.ofSeconds(59));
        tokens.use(FIRST);
        assertThat(tokens.find(id).orElseThrow().lastUsedAt()).isEqualTo(START);
        clock.advance(Duration.ofSeconds(1));
        tokens.use(FIRST);
        assertThat(tokens.find(id).orElseThrow().lastUsedAt()).isEqualTo(START.plusSeconds(60));
    }

    @Test
    void tokens_are_listed_newest_first() {
        long first = token(FIRST, null).id();
        long second = token(SECOND, null).id();
        assertThat(tokens.list()).extracting(TokenStore.Token::id).containsExactly(second, first);
        assertThat(tokens.find(second + 1)).isEmpty();
    }

    @Test
    void no_two_tokens_have_the_same_hash() {
        token(FIRST, null);
        assertThatThrownBy(() -> token(FIRST, null)).isInstanceOf(StoreException.class);
        assertThat(tokens.list()).hasSize(1);
    }

    @Test
    void tokens_have_bounds() {
        assertThatThrownBy(() -> token(FIRST, Duration.ZERO))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("Lifetime of the token is PT0S, expected more than 0");
        assertThatThrownBy(() -> new TokenStore.NewToken("x".repeat(101), FIRST, Set.of(), Role.VIEWER, "anna", null))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("101");
    }

    // Sessions

    @Test
    void a_session_is_open_until_it_expires() {
        sessions.open(session(FIRST, "anna"));
        assertThat(sessions.find(FIRST))
                .contains(new SessionStore.Session(FIRST, "anna", Role.OPERATOR, START, START.plus(HOUR), "192.0.2.7"));
        assertThat(sessions.find(SECOND)).isEmpty();
        clock.advance(HOUR.minusMillis(1));
        assertThat(sessions.find(FIRST)).isPresent();
        clock.advance(Duration.ofMillis(1));
        assertThat(sessions.find(FIRST)).isEmpty();
        assertThat(sessions.list("anna")).isEmpty();
    }

    @Test
    void a_closed_session_is_over() {
        sessions.open(session(FIRST, "anna"));
        assertThat(sessions.close(FIRST)).isTrue();
        assertThat(sessions.close(FIRST)).isFalse();
        assertThat(sessions.find(FIRST)).isEmpty();
    }

    @Test
    void all_sessions_of_a_user_are_listed_and_closed_together() {
        sessions.open(session(FIRST, "anna"));
        clock.advance(Duration.ofSeconds(1));
        sessions.open(session(SECOND, "Anna"));
        sessions.open(session(THIRD, "bert"));
        SecretHash refresh = SecretHash.of("refresh");
        refreshes.open(session(refresh, "anna"));
        assertThat(sessions.list("ANNA")).extracting(SessionStore.Session::hash).containsExactly(SECOND, FIRST);
        assertThat(sessions.closeAll("anna")).isEqualTo(3);
        assertThat(sessions.list("anna")).isEmpty();
        assertThat(sessions.find(THIRD)).isPresent();
        assertThat(refreshes.rotate(refresh, FIRST, HOUR)).isEqualTo(new Rotation.Refused());
    }

    @Test
    void a_session_bound_to_a_user_who_is_not_there_does_not_count() {
        sessions.open(new NewSession(FIRST, "anna", Role.ADMIN, 1L, HOUR, null));
        assertThat(sessions.find(FIRST)).isEmpty();
    }

    // Refresh tokens

    @Test
    void a_refresh_token_is_neither_a_session_nor_a_link() {
        refreshes.open(session(FIRST, "anna"));
        assertThat(sessions.find(FIRST)).isEmpty();
        assertThat(sessions.close(FIRST)).isFalse();
        assertThat(links.take(FIRST, "login")).isEmpty();
        sessions.open(session(SECOND, "anna"));
        assertThat(refreshes.rotate(SECOND, THIRD, HOUR)).isEqualTo(new Rotation.Refused());
    }

    @Test
    void a_refresh_token_is_used_for_the_next_of_its_family() {
        refreshes.open(session(FIRST, "anna"));
        clock.advance(Duration.ofMinutes(30));
        assertThat(refreshes.rotate(FIRST, SECOND, HOUR))
                .isEqualTo(new Rotation.Rotated(new SessionStore.Session(
                        SECOND,
                        "anna",
                        Role.OPERATOR,
                        clock.instant(),
                        clock.instant().plus(HOUR),
                        "192.0.2.7")));
        clock.advance(Duration.ofMinutes(59));
        assertThat(refreshes.rotate(SECOND, THIRD, HOUR)).isInstanceOf(Rotation.Rotated.class);
    }

    @Test
    void an_expired_refresh_token_is_refused() {
        refreshes.open(session(FIRST, "anna"));
        clock.advance(HOUR);
        assertThat(refreshes.rotate(FIRST, SECOND, HOUR)).isEqualTo(new Rotation.Refused());
        assertThat(refreshes.rotate(THIRD, SECOND, HOUR)).isEqualTo(new Rotation.Refused());
    }

    @Test
    void a_refresh_token_that_is_used_twice_ends_its_family_and_no_other() {
        refreshes.open(session(FIRST, "anna"));
        SecretHash other = SecretHash.of("other device");
        refreshes.open(session(other, "anna"));
        refreshes.rotate(FIRST, SECOND, HOUR);
        refreshes.rotate(SECOND, THIRD, HOUR);
        assertThat(refreshes.rotate(FIRST, SecretHash.of("thief's"), HOUR)).isEqualTo(new Rotation.Reused("anna"));
        assertThat(refreshes.rotate(THIRD, SecretHash.of("owner's"), HOUR)).isEqualTo(new Rotation.Refused());
        assertThat(refreshes.rotate(other, SecretHash.of("next"), HOUR)).isInstanceOf(Rotation.Rotated.class);
    }

    @Test
    void of_several_who_show_a_refresh_token_at_once_one_gets_the_next_and_the_family_ends() {
        refreshes.open(session(FIRST, "anna"));
        Queue<Rotation> answers = new ConcurrentLinkedQueue<>();
        Threads.together(
                4,
                thread -> answers.add(
                        Threads.insisting(() -> refreshes.rotate(FIRST, SecretHash.of("next " + thread), HOUR))));
        assertThat(answers).filteredOn(Rotation.Rotated.class::isInstance).hasSize(1);
        assertThat(answers).filteredOn(Rotation.Reused.class::isInstance).isNotEmpty();
        for (int thread = 0; thread < 4; thread++) {
            assertThat(refreshes.rotate(SecretHash.of("next " + thread), THIRD, HOUR))
                    .isEqualTo(new Rotation.Refused());
        }
    }

    @Test
    void a_revoked_family_is_over() {
        refreshes.open(session(FIRST, "anna"));
        refreshes.rotate(FIRST, SECOND, HOUR);
        assertThat(refreshes.revoke(FIRST)).isTrue();
        assertThat(refreshes.revoke(FIRST)).isFalse();
        assertThat(refreshes.rotate(SECOND, THIRD, HOUR)).isEqualTo(new Rotation.Refused());
    }

    @Test
    void no_refresh_token_outlives_a_change_of_its_user() {
        store.console().users().create("anna", "hash", Role.OPERATOR);
        refreshes.open(new NewSession(FIRST, "anna", Role.OPERATOR, 1L, HOUR, null));
        assertThat(refreshes.rotate(FIRST, SECOND, HOUR)).isInstanceOf(Rotation.Rotated.class);
        store.console().users().changePassword("anna", "other hash");
        refreshes.open(new NewSession(THIRD, "anna", Role.OPERATOR, 1L, HOUR, null));
        assertThat(refreshes.rotate(SECOND, SecretHash.of("a"), HOUR)).isEqualTo(new Rotation.Refused());
        assertThat(refreshes.rotate(THIRD, SecretHash.of("b"), HOUR)).isEqualTo(new Rotation.Refused());
    }

    // Links

    private void link(SecretHash hash) {
        links.create(new LinkStore.NewLink(hash, "login", "admin", Role.ADMIN, HOUR));
    }

    @Test
    void a_link_works_once() {
        link(FIRST);
        assertThat(links.take(FIRST, "login")).contains(new LinkStore.Link("login", "admin", Role.ADMIN, START));
        assertThat(links.take(FIRST, "login")).isEmpty();
    }

    @Test
    void a_link_works_for_its_purpose_and_its_time_only() {
        link(FIRST);
        assertThat(links.take(FIRST, "reset-password")).isEmpty();
        assertThat(links.take(SECOND, "login")).isEmpty();
        assertThat(sessions.find(FIRST)).isEmpty();
        clock.advance(HOUR);
        assertThat(links.take(FIRST, "login")).isEmpty();
    }

    @Test
    void of_several_who_show_a_link_at_once_one_gets_in() {
        link(FIRST);
        AtomicInteger in = new AtomicInteger();
        Threads.together(
                4, thread -> Threads.insisting(() -> links.take(FIRST, "login").map(taken -> in.incrementAndGet())));
        assertThat(in).hasValue(1);
    }
}
