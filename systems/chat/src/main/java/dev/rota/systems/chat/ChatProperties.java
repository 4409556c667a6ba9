package dev.rota.systems.chat;

import dev.rota.systems.chat.duty.ChatSettings;
import dev.rota.systems.chat.duty.ConversationRule;
import dev.rota.systems.chat.duty.ConversationRule.Basis;
import java.time.Duration;
import java.time.ZoneId;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;

/**
 * The properties {@code chat.*}; what is not set is as in {@link ChatSettings#DEFAULTS}, where each is explained. Two
 * more are read where they are needed: {@code chat.path}, below which its routes stand, and {@code chat.jwt.secret}.
 *
 * @param timezone the zone of its schedules
 * @param conversations which conversations are old
 * @param unverifiedUsersAfter see {@link ChatSettings}
 * @param orphansAfter see {@link ChatSettings}
 * @param batch see {@link ChatSettings}
 */
@ConfigurationProperties("chat")
record ChatProperties(
        @Nullable ZoneId timezone,
        @Nullable Conversations conversations,
        @Nullable Duration unverifiedUsersAfter,
        @Nullable Duration orphansAfter,
        @Nullable Integer batch) {

    /** See {@link ConversationRule}. */
    record Conversations(
            @Nullable Duration keep,
            @Nullable Basis basis,
            @Nullable Boolean keepPinned) {

        private ConversationRule over(ConversationRule defaults) {
            return new ConversationRule(
                    or(keep, defaults.keep()), or(basis, defaults.basis()), or(keepPinned, defaults.keepPinned()));
        }
    }

    /**
     * The settings.
     *
     * @throws IllegalArgumentException when a value is out of range; the message names it
     */
    ChatSettings settings() {
        ChatSettings defaults = ChatSettings.DEFAULTS;
        return new ChatSettings(
                or(timezone, defaults.zone()),
                conversations == null ? defaults.conversations() : conversations.over(defaults.conversations()),
                or(unverifiedUsersAfter, defaults.unverifiedUsersAfter()),
                or(orphansAfter, defaults.orphansAfter()),
                or(batch, defaults.batch()));
    }

    private static <T> T or(@Nullable T value, T otherwise) {
        return Objects.requireNonNullElse(value, otherwise);
    }
}
