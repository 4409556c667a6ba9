package dev.rota.systems.common;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rota.systems.common.testing.FreshDatabase;
import dev.rota.systems.common.testing.TestDatabase;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class PreferencesTest {
    @ParameterizedTest
    @EnumSource(TestDatabase.class)
    void what_was_never_chosen_is_wanted_and_the_latest_choice_counts(TestDatabase database) {
        try (FreshDatabase fresh = database.open(SystemSchema.COMMON)) {
            Preferences preferences = new Preferences(fresh.jdbc());
            assertThat(preferences.enabled("library", 1, "due_soon")).isTrue();
            assertThat(preferences.digest("library", 1, "due_soon")).isTrue();

            preferences.set("library", 1, "due_soon", true, true);
            preferences.set("library", 1, "due_soon", false, false);

            assertThat(preferences.enabled("library", 1, "due_soon")).isFalse();
            assertThat(preferences.digest("library", 1, "due_soon")).isFalse();
        }
    }

    @ParameterizedTest
    @EnumSource(TestDatabase.class)
    void a_choice_holds_for_one_user_one_kind_and_one_system(TestDatabase database) {
        try (FreshDatabase fresh = database.open(SystemSchema.COMMON)) {
            Preferences preferences = new Preferences(fresh.jdbc());
            preferences.set("library", 1, "due_soon", false, true);

            assertThat(preferences.enabled("library", 2, "due_soon")).isTrue();
            assertThat(preferences.enabled("library", 1, "overdue")).isTrue();
            assertThat(preferences.enabled("webapp", 1, "due_soon")).isTrue();
        }
    }

    @ParameterizedTest
    @EnumSource(TestDatabase.class)
    void forgetting_a_user_deletes_that_users_choices_only(TestDatabase database) {
        try (FreshDatabase fresh = database.open(SystemSchema.COMMON)) {
            Preferences preferences = new Preferences(fresh.jdbc());
            preferences.set("library", 1, "due_soon", false, true);
            preferences.set("library", 2, "due_soon", false, true);

            assertThat(preferences.forget("library", 1)).isEqualTo(1);
            assertThat(preferences.enabled("library", 1, "due_soon")).isTrue();
            assertThat(preferences.enabled("library", 2, "due_soon")).isFalse();
        }
    }
}
