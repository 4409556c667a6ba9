package dev.rota.systems.chat.admin;

import dev.rota.Rota;
import dev.rota.systems.common.BearerTokens;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The chat's users and their tokens, and its commands. */
@Configuration(proxyBeanMethods = false)
@Import(ChatCommands.class)
public class ChatDesk {

    @Bean
    BearerTokens chatTokens(@Value("${chat.jwt.secret:}") String secret, Rota rota) {
        return new BearerTokens("chat", secret, rota.clock());
    }

    @Bean
    ChatUsers chatUsers(JdbcClient jdbc) {
        return new ChatUsers(jdbc);
    }
}
