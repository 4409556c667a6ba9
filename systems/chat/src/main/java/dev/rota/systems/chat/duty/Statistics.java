package dev.rota.systems.chat.duty;

import java.time.Instant;

/**
 * How much there is.
 *
 * @param takenAt when it was counted
 * @param totalUsers active users
 * @param totalConversations all conversations
 * @param totalMessages all messages, orphaned ones too
 * @param recentConversations those created in the 24 hours before
 * @param recentMessages those written in the 24 hours before
 * @param registeredUsers all users, active or not
 */
public record Statistics(
        Instant takenAt,
        long totalUsers,
        long totalConversations,
        long totalMessages,
        long recentConversations,
        long recentMessages,
        long registeredUsers) {}
