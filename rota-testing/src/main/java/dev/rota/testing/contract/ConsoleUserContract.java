package dev.rota.testing.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rota.console.Role;
import dev.rota.console.SecretHash;
import dev.rota.console.SessionStore.NewSession;
import dev.rota.console.UserStore;
import dev.rota.console.UserStore.Outcome;
import dev.rota.console.ViewStore.View;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Users with passwords. */
public abstract class ConsoleUserContract extends StoreContract {
    private static final String HASH = "$argon2id$first";

    @SuppressWarnings("NullAway.Init")
    private UserStore users;

    protected ConsoleUserContract(ContractStore fixture) {
        super(fixture);
    }

    @BeforeEach
    void findUsers() {
        users = store.console().users();
    }

    private UserStore.User user(String name) {
        return users.find(name).orElseThrow(() -> new AssertionError("There is no user " + name));
    }

    private void create(String name, Role role) {
        assertThat(users.create(name, HASH, role)).isPresent();
    }

    private SecretHash loggedIn(String name) {
        SecretHash hash = SecretHash.of("cookie of " + name);
        store.console()
                .sessions()
                .open(new NewSession(hash, name, user(name).role(), user(name).version(), Duration.ofHours(8), null));
        return hash;
    }

    private boolean isOpen(SecretHash session) {
        return store.console().sessions().find(session).isPresent();
    }

    @Test
    void a_user_is_found_as_created() {
        UserStore.User made = users.create("Anna", HASH, Role.OPERATOR).orElseThrow();
        assertThat(made).isEqualTo(new UserStore.User("Anna", HASH, Role.OPERATOR, false, 1, START, null));
        assertThat(users.find("Anna")).contains(made);
        assertThat(users.find("Bert")).isEmpty();
    }

    @Test
    void names_are_the_same_whatever_their_case() {
        create("Ända", Role.VIEWER);
        assertThat(users.create("äNDA", "other", Role.ADMIN)).isEmpty();
        assertThat(user("ÄNDA")).isEqualTo(new UserStore.User("Ända", HASH, Role.VIEWER, false, 1, START, null));
    }

    @Test
    void of_several_who_create_the_same_user_at_once_one_does() {
        AtomicInteger made = new AtomicInteger();
        Threads.together(
                4,
                thread -> Threads.insisting(
                        () -> users.create("anna", HASH, Role.ADMIN).map(user -> made.incrementAndGet())));
        assertThat(made).hasValue(1);
        assertThat(users.list()).hasSize(1);
    }

    @Test
    void users_are_listed_by_name() {
        create("zoe", Role.ADMIN);
        create("Bert", Role.VIEWER);
        create("anna", Role.VIEWER);
        assertThat(users.list()).extracting(UserStore.User::name).containsExactly("anna", "Bert", "zoe");
    }

    @Test
    void names_and_hashes_have_bounds() {
        assertThatThrownBy(() -> users.create("x".repeat(101), HASH, Role.VIEWER))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("User name has 101 characters, expected 100 at the most");
        assertThatThrownBy(() -> users.create(" ", HASH, Role.VIEWER))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("User name is empty, expected 1 to 100 characters");
        assertThatThrownBy(() -> users.create("a\0b", HASH, Role.VIEWER))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("NUL");
        create("anna", Role.ADMIN);
        assertThatThrownBy(() -> users.changePassword("anna", "x".repeat(501)))
                .isInstanceOf(IllegalArgumentException.class);
        assertThat(user("anna").passwordHash()).isEqualTo(HASH);
    }

    @Test
    void what_a_user_is_printed_as_does_not_show_the_hash() {
        create("anna", Role.ADMIN);
        assertThat(user("anna").toString()).contains("anna").doesNotContain(HASH);
    }

    @Test
    void a_new_password_ends_the_sessions() {
        create("anna", Role.VIEWER);
        SecretHash session = loggedIn("anna");
        assertThat(users.changePassword("ANNA", "second")).isTrue();
        assertThat(user("anna").passwordHash()).isEqualTo("second");
        assertThat(user("anna").version()).isEqualTo(2);
        assertThat(isOpen(session)).isFalse();
        assertThat(users.changePassword("bert", "second")).isFalse();
    }

    @Test
    void a_new_role_ends_the_sessions_and_the_same_role_does_not() {
        create("anna", Role.VIEWER);
        SecretHash session = loggedIn("anna");
        assertThat(users.changeRole("anna", Role.VIEWER)).isEqualTo(Outcome.DONE);
        assertThat(isOpen(session)).isTrue();
        assertThat(users.changeRole("Anna", Role.OPERATOR)).isEqualTo(Outcome.DONE);
        assertThat(user("anna").role()).isEqualTo(Role.OPERATOR);
        assertThat(isOpen(session)).isFalse();
    }

    @Test
    void a_disabled_user_has_no_sessions_and_gets_none_until_enabled() {
        create("anna", Role.VIEWER);
        SecretHash before = loggedIn("anna");
        assertThat(users.disable("anna")).isEqualTo(Outcome.DONE);
        assertThat(user("anna").disabled()).isTrue();
        assertThat(isOpen(before)).isFalse();
        assertThat(isOpen(loggedIn("anna"))).isFalse();
        assertThat(users.disable("anna")).isEqualTo(Outcome.DONE);
        assertThat(users.enable("anna")).isTrue();
        assertThat(user("anna").disabled()).isFalse();
        assertThat(isOpen(before)).isFalse();
    }

    @Test
    void a_session_opened_with_what_the_user_was_before_does_not_count() {
        create("anna", Role.VIEWER);
        long versionBefore = user("anna").version();
        users.changePassword("anna", "second");
        SecretHash late = SecretHash.of("late");
        store.console()
                .sessions()
                .open(new NewSession(late, "anna", Role.VIEWER, versionBefore, Duration.ofHours(8), null));
        assertThat(isOpen(late)).isFalse();
    }

    @Test
    void a_deleted_user_is_gone_with_sessions_and_own_views() {
        create("Anna", Role.VIEWER);
        SecretHash session = loggedIn("Anna");
        store.console().views().put(new View("Anna", "jobs", "mine", "q=1"));
        store.console().views().put(new View(null, "jobs", "ours", "q=2"));
        assertThat(users.delete("anna")).isEqualTo(Outcome.DONE);
        assertThat(users.find("anna")).isEmpty();
        assertThat(isOpen(session)).isFalse();
        assertThat(store.console().views().list("Anna")).containsExactly(new View(null, "jobs", "ours", "q=2"));
        assertThat(users.delete("anna")).isEqualTo(Outcome.NOT_FOUND);
    }

    @Test
    void who_is_not_there_cannot_be_changed() {
        assertThat(users.changeRole("anna", Role.ADMIN)).isEqualTo(Outcome.NOT_FOUND);
        assertThat(users.disable("anna")).isEqualTo(Outcome.NOT_FOUND);
        assertThat(users.enable("anna")).isFalse();
        assertThat(users.loggedIn("anna")).isFalse();
    }

    @Test
    void the_last_administrator_stays() {
        create("anna", Role.ADMIN);
        create("bert", Role.OPERATOR);
        create("carl", Role.ADMIN);
        users.disable("carl");
        SecretHash session = loggedIn("anna");
        assertThat(List.of(users.changeRole("anna", Role.OPERATOR), users.disable("anna"), users.delete("anna")))
                .containsOnly(Outcome.LAST_ADMIN);
        assertThat(user("anna")).isEqualTo(new UserStore.User("anna", HASH, Role.ADMIN, false, 1, START, null));
        assertThat(isOpen(session)).isTrue();
        users.enable("carl");
        assertThat(users.delete("anna")).isEqualTo(Outcome.DONE);
        assertThat(users.changeRole("carl", Role.ADMIN)).isEqualTo(Outcome.DONE);
    }

    @Test
    void of_administrators_who_leave_at_once_one_stays() {
        for (int i = 0; i < 4; i++) {
            create("admin" + i, Role.ADMIN);
        }
        AtomicInteger refused = new AtomicInteger();
        Threads.together(4, thread -> {
            Outcome outcome = Threads.insisting(() -> switch (thread) {
                case 0 -> users.delete("admin0");
                case 1 -> users.disable("admin1");
                default -> users.changeRole("admin" + thread, Role.VIEWER);
            });
            if (outcome == Outcome.LAST_ADMIN) {
                refused.incrementAndGet();
            }
        });
        assertThat(refused).hasValue(1);
        assertThat(users.list().stream().filter(user -> user.role() == Role.ADMIN && !user.disabled()))
                .hasSize(1);
    }

    @Test
    void the_last_login_is_noted() {
        create("anna", Role.VIEWER);
        clock.advance(Duration.ofHours(1));
        assertThat(users.loggedIn("ANNA")).isTrue();
        assertThat(user("anna").lastLoginAt()).isEqualTo(START.plus(Duration.ofHours(1)));
        assertThat(user("anna").version()).isEqualTo(1);
    }
}
