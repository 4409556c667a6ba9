package dev.rota.systems.boardgames.admin;

import dev.rota.systems.common.BearerTokens;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.annotation.Order;
import org.springframework.core.convert.converter.Converter;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.security.authentication.AbstractAuthenticationToken;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.http.SessionCreationPolicy;
import org.springframework.security.core.authority.SimpleGrantedAuthority;
import org.springframework.security.oauth2.jwt.Jwt;
import org.springframework.security.oauth2.server.resource.InvalidBearerTokenException;
import org.springframework.security.oauth2.server.resource.authentication.JwtAuthenticationToken;
import org.springframework.security.web.SecurityFilterChain;

/** Who may call what: a chain of its own, only for the library's routes below {@code boardgames.path}. */
@Configuration(proxyBeanMethods = false)
class BoardGamesSecurity {

    @Bean
    @Order(120)
    SecurityFilterChain boardgamesChain(
            HttpSecurity http,
            @Value("${boardgames.path:}") String path,
            BearerTokens boardgamesTokens,
            JdbcClient jdbc) {
        http.securityMatcher(path + "/jobs/**", path + "/jobs", path + "/alerts/**", path + "/alerts")
                .csrf(csrf -> csrf.disable()) // No cookie carries the authority, so there is nothing to forge.
                .sessionManagement(session -> session.sessionCreationPolicy(SessionCreationPolicy.STATELESS))
                .authorizeHttpRequests(requests -> requests.requestMatchers(path + "/alerts")
                        .authenticated()
                        .anyRequest()
                        .hasRole("ADMIN"))
                .oauth2ResourceServer(server -> server.jwt(
                        jwt -> jwt.decoder(boardgamesTokens.decoder()).jwtAuthenticationConverter(usersRole(jdbc))));
        return http.build();
    }

    private static Converter<Jwt, AbstractAuthenticationToken> usersRole(JdbcClient jdbc) {
        return jwt -> {
            String user = Objects.requireNonNull(jwt.getSubject()); // The decoder takes no token without.
            String role = jdbc.sql("select role from boardgames_user where name = :name")
                    .param("name", user)
                    .query(String.class)
                    .optional()
                    .orElseThrow(
                            () -> new InvalidBearerTokenException("The token names no user of the board-game library"));
            return new JwtAuthenticationToken(
                    jwt, List.of(new SimpleGrantedAuthority("ROLE_" + role.toUpperCase(Locale.ROOT))), user);
        };
    }
}
