package dev.rota.systems.boardgames.admin;

import dev.rota.Rota;
import dev.rota.systems.common.BearerTokens;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;

/** The board-game library's endpoints and who may call them. */
@Configuration(proxyBeanMethods = false)
@Import({BoardGamesSecurity.class, AlertJobController.class, AlertController.class})
public class BoardGamesEndpoints {

    @Bean
    BearerTokens boardgamesTokens(@Value("${boardgames.jwt.secret:}") String secret, Rota rota) {
        return new BearerTokens("boardgames", secret, rota.clock());
    }
}
